"""What the product is about: documents, evidence, findings, profile and advice. Frozen values, no input or output."""
