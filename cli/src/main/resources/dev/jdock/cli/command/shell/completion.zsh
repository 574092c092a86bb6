#compdef jdock
# zsh completion for jdock: source <(jdock completion zsh)
_jdock() {
  local line
  local -a found
  while IFS= read -r line; do
    found+=("${${line%%$'\t'*}//:/\\:}:${line#*$'\t'}")
  done < <("${words[1]}" __complete "${(@)words[2,CURRENT]}" 2>/dev/null)
  if (( ${#found} )); then
    _describe 'jdock' found
  else
    _files
  fi
}
compdef _jdock jdock
