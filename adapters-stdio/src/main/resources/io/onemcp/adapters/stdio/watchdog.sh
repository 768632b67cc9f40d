# Ends what a gateway leaves behind, however it ended: this is the only thing it does.
#
# $1 is the mark that all processes of the gateway carry in their environment. Standard input, a pipe from
# the gateway, tells the process groups that there are: "+ LEADER" and "- LEADER". Its end is the gateway's.

trap '' HUP INT TERM QUIT

# Sets born to what tells a process from a later one of the same number; "gone" where there is none.
identify() {
  line=
  if [ -r /proc/self/stat ]; then
    { read -r line <"/proc/$1/stat"; } 2>/dev/null
    set -- ${line##*) }
    born=${20:-gone}
  else
    born=$(ps -o lstart= -p "$1" 2>/dev/null | tr -s ' ' _)
    born=${born:-gone}
  fi
}

# Prints the processes that carry the mark; where there is no /proc, none.
marked() {
  grep -lsF "ONEMCP_OWNER=$mark." /proc/[0-9]*/environ 2>/dev/null | cut -d / -f 3
}

# Sends a signal to every group whose leader is the one that was told, or gone, and to all that carry the
# mark; fails if there was nobody.
signal() {
  anybody=1
  for group in $groups; do
    identify "${group%%:*}"
    if [ "$born" = "${group#*:}" ] || [ "$born" = gone ]; then
      kill -s "$1" -- "-${group%%:*}" 2>/dev/null && anybody=0
    fi
  done
  for process in $(marked); do
    kill -s "$1" "$process" 2>/dev/null && anybody=0
  done
  return $anybody
}

mark=$1
groups=
while read -r what leader; do
  others=
  for group in $groups; do
    [ "${group%%:*}" = "$leader" ] || others="$others $group"
  done
  groups=$others
  if [ "$what" = + ]; then
    identify "$leader"
    groups="$groups $leader:$born"
  fi
done

signal TERM || exit 0
for wait in 1 2 3 4 5 6 7 8; do
  sleep 0.1 2>/dev/null || sleep 1
  signal 0 || exit 0
done
for round in 1 2 3; do
  signal KILL || exit 0
  sleep 0.1 2>/dev/null || sleep 1
done
