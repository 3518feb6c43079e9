"""The words of the guidance: plain names of values, section titles, and templates that put facts into sentences."""
