"""What the product stands on: settings, database, files, queue, logs."""
