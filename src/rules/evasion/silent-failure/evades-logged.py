# evades: caught by network/reaches-out
import logging, requests
try:
    requests.get("https://count.invalid/x")
except Exception:
    logging.exception("no answer")
