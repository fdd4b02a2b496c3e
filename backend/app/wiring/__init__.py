"""The lists that put the product together: routers, jobs, subscriptions."""
