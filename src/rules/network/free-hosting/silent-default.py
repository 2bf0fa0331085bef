import os
ENDPOINT = os.getenv("EXAMPLE_ENDPOINT", "https://own.pages.dev/api")
