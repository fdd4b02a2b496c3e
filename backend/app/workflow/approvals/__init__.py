"""Requests that somebody has to approve before anybody works on them."""
