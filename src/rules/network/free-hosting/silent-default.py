import os
ENDPOINT = os.getenv("EXAMPLE_ENDPOINT", "https://example-of-nothing.pages.dev/api")
