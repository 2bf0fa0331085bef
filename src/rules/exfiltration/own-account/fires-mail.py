import smtplib

def send(text):
    server = smtplib.SMTP("mail.host.invalid")
    server.login("sender@host.invalid", "jkl9 mno7 pqr2")  # fires: call
    server.sendmail("a@host.invalid", "b@host.invalid", text)
