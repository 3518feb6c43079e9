"""The her2guide command line."""
