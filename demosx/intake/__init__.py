"""Intake: what people say in the street, at workshops, on paper and by telephone, entered by staff."""
