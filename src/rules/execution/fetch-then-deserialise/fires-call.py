import pickle, requests
def load_model(name):
    return pickle.loads(requests.get("https://models.example/" + name).content)  # fires: call
