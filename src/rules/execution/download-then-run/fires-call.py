import stat, os, subprocess, requests
class Driver:
    def download(self, version):
        answer = requests.get("https://drivers.example/" + version)
        with open("driver-binary", "wb") as out:
            out.write(answer.content)
        os.chmod("driver-binary", stat.S_IXUSR)
    def start(self):
        self.download("1.0")
        return subprocess.Popen(["driver-binary"])  # fires: call
