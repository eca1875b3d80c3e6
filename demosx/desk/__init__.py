"""The staff's workbench: what is due, what came in, where everything stands, and the staff's page of a proposal."""
