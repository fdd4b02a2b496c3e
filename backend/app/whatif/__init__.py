"""What if: questions about other ways of assigning and more people, answered by simulation."""
