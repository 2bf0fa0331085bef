import ast, json, requests
def settings():
    answer = requests.get("https://api.example/settings")
    return json.loads(answer.text), ast.literal_eval(answer.text)
