"""How entries look in a browser: one page that needs nothing but itself."""
