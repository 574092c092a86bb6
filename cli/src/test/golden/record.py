"""Records what the real docker client makes of api.json with each of templates.txt, as answers.json.

Run here, with a docker client 28.2 in the PATH, whenever one of these files changes:  python3 record.py
What was answered before is not asked again, as images come in any order of their names: remove answers.json for that.
"""
import http.server, json, os, re, socketserver, subprocess, tempfile, threading

FOLDER = os.path.join(os.path.dirname(os.path.abspath(__file__)), '../resources/dev/jdock/cli/golden')
API = json.load(open(os.path.join(FOLDER, 'api.json')))
COMMANDS = {'ps': ['ps', '-a', '--format'], 'images': ['images', '--format'], 'info': ['info', '--format'],
            'version': ['version', '--format'], 'container': ['container', 'inspect', 'thing', '--format'],
            'image': ['image', 'inspect', 'picture', '--format'], 'stats': ['stats', '--no-stream', 'web', '--format'],
            'events': ['events', '--since', '1', '--until', '2000000000', '--format']}

class Server(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = 'HTTP/1.1'

    def log_message(self, *ignored):
        pass

    def do_GET(self):
        path = re.sub(r'^/v1\.\d+', '', self.path.split('?')[0])
        found = path in API
        body = b'OK' if path == '/_ping' else json.dumps(API.get(path, {'message': 'page not found'})).encode()
        if path == '/events':
            body = ''.join(json.dumps(event) + '\n' for event in API[path]).encode()
        self.send_response(200 if found or path == '/_ping' else 404)
        for name, value in {'Api-Version': '1.50', 'Ostype': 'linux', 'Content-Type': 'application/json',
                            'Content-Length': str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        if self.command != 'HEAD':
            self.wfile.write(body)

    do_HEAD = do_GET

with tempfile.TemporaryDirectory() as folder:
    socket = folder + '/docker.sock'
    server = Server(socket, Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    path = os.path.join(FOLDER, 'answers.json')
    known = json.load(open(path)) if os.path.exists(path) else []
    known = {(answer['command'], answer['template']): answer for answer in known}
    answers = []
    environment = dict(os.environ, TZ='UTC', DOCKER_CONFIG=folder, LC_ALL='C.UTF-8')
    for line in open(os.path.join(FOLDER, 'templates.txt')).read().splitlines():
        command, template = line.split(' ', 1)
        if (command, template) in known:
            answers.append(known[command, template])
            continue
        done = subprocess.run(['docker', '-H', 'unix://' + socket] + COMMANDS[command] + [template],
                              env=environment, capture_output=True, text=True)
        answers.append({'command': command, 'template': template, 'exit': done.returncode, 'out': done.stdout,
                        'err': done.stderr})
json.dump(answers, open(os.path.join(FOLDER, 'answers.json'), 'w'), indent=1)
print(len(answers), 'answers')
