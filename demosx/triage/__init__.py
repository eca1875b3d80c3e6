"""Triage: what came in is sorted, labelled and handed on."""
