"""Reads a report's file (HTML, PDF, DOCX, plain text) into the text that offsets refer to."""
