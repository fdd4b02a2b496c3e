"""What an administrator sees and does about the running product."""
