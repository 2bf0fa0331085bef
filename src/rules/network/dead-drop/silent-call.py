def paste(text):
    import requests
    return requests.post("https://pastebin.com/api/api_post.php", data={"text": text})
