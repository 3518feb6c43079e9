"""The HTTP side: records in, progress, profile and guidance out. Reaches extraction only through the queue."""
