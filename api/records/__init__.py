"""Records over HTTP: uploaded, followed, read and deleted."""
