"""The one operation that ends or passes on what an ending agency has in every room below."""
