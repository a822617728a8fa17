# What the scripts of this folder share. Read with `.`, by a POSIX shell.

say() { printf 'boards/%s: %s\n' "${script:-$(basename "$0")}" "$*"; }

fail() {
  printf 'boards/%s: %s\n' "${script:-$(basename "$0")}" "$*" >&2
  exit 3
}

# Runs a command as root: directly, or with sudo, which must not ask for a password here.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    "$@"
  elif command -v sudo >/dev/null; then
    sudo "$@"
  else
    fail "this needs root: run it as root, or install sudo"
  fi
}

require_debian_family() {
  name="this system"
  families=
  if [ -r /etc/os-release ]; then
    name=$(. /etc/os-release && echo "${PRETTY_NAME:-$ID}")
    families=$(. /etc/os-release && echo "${ID:-} ${ID_LIKE:-}")
  fi
  case " $families " in
  *" debian "* | *" raspbian "* | *" ubuntu "*) ;;
  *) fail "$name is not of the Debian family. Install yourself: libsecp256k1 (with recovery), LMDB,
  libmosquitto, OpenSSL 3, libyaml, jansson and libmodbus with headers, and Mosquitto" ;;
  esac
  command -v apt-get >/dev/null || fail "$name has no apt-get"
}

# Sets what differs by board: Debian's architecture, the names that compilers and QEMU use, and the
# folder of the board's libraries.
describe_board() {
  case "$1" in
  arm64) triple=aarch64-none-none-elf libraries=aarch64-linux-gnu qemu=aarch64 ;;
  armhf) triple=armv7-none-none-eabi libraries=arm-linux-gnueabihf qemu=arm ;;
  x86_64) triple=x86_64-unknown-linux-gnu libraries=x86_64-linux-gnu qemu= ;;
  *) return 1 ;;
  esac
  sysroot="${CAIRN_SYSROOTS:-/usr/local/lib/cairn/sysroots}/$1"
}
