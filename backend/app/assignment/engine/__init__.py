"""The pure part of assignment: columns in, a decision with its reasons out."""
