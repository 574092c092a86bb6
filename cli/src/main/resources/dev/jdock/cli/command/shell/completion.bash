# bash completion for jdock: source <(jdock completion bash)
_jdock() {
  local line word=${COMP_WORDS[COMP_CWORD]} file=
  COMPREPLY=()
  # Bash splits words at colons, which names of images hold.
  if [[ $(type -t __ltrim_colon_completions) == function ]]; then
    local words cword cur prev
    _get_comp_words_by_ref -n : -c word -w words -i cword
  else
    local words=("${COMP_WORDS[@]}") cword=$COMP_CWORD
  fi
  while IFS= read -r line; do
    COMPREPLY+=("${line%%$'\t'*}")
  done < <("${words[0]}" __complete "${words[@]:1:cword-1}" "$word" 2>/dev/null)
  if [[ ${#COMPREPLY[@]} -eq 0 ]]; then
    compopt -o default
  fi
  if [[ $(type -t __ltrim_colon_completions) == function ]]; then
    __ltrim_colon_completions "$word"
  fi
}
complete -F _jdock jdock
