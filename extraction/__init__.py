"""From the bytes of a record to a profile with evidence. Knows no database, no settings, no web."""
