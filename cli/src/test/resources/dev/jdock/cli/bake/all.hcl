variable "TAG" { default = "latest" }
variable "N" { default = 3 }
variable "B" { default = true }
variable "L" { default = ["a","b"] }
variable "NUL" {}
variable "T" { 
  type = list(string)
  default = ["x"]
  description = "d"
}
function "inc" { 
  params = [n]
  result = n + 1
}
group "default" { targets = ["app", "lib"] }
target "base" {
  args = { A = 1, B = true, C = null, D = "${N}" }
  labels = { "x.y" = "v${inc(N)}" }
  dockerfile = "Dockerfile.${TAG}"
  cache-from = ["type=registry,ref=foo/bar", "foo/baz"]
  output = ["type=local,dest=out"]
  secret = ["id=a,src=b", {id="c", env="D"}]
  ssh = ["default", "k=b"]
}
target "app" {
  inherits = ["base"]
  tags = ["app:${TAG}", "app:${TAG}", "${N}"]
  contexts = { b = "target:lib-1-1", c="" }
  
  attest = ["type=provenance,mode=max", "type=sbom"]
  network = "host"
  no-cache = true
  ulimits = ["nofile=1024:1024"]
  shm-size = "128m"
  annotations = ["a=b"]
  extra-hosts = {x = "1.2.3.4"}
  call = "check"
  entitlements = ["security.insecure"]
  dockerfile-inline = "FROM scratch\nCOPY $${X} %%{Y} /"
}
target "lib" {
  matrix = { v = ["1", "2.0"], w = [1,2] }
  name = "lib-${sanitize(v)}-${w}"
  args = { V = v, W = w, U = upper("abc"), X = target.base.args.A }
  cache-to = ["type=inline", {type="local", dest="x", mode="max"}]
}
