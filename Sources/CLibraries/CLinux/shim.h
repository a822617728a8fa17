// What Cairn uses of libc and the kernel. Owner: LinuxIO.
#ifndef CAIRN_CLINUX_H
#define CAIRN_CLINUX_H

// _GNU_SOURCE stays undefined: it changes the layout of fd_set's names, which then clash with
// Swift's own module of libc. What stands behind it is reached by system calls below.

#include <arpa/inet.h>
#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/gpio.h>
#include <linux/i2c-dev.h>
#include <linux/i2c.h>
#include <malloc.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/eventfd.h>
#include <sys/file.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

/// `errno` is a macro, which Swift does not import.
static inline int cairn_errno(void) { return errno; }

/// open(2) takes a variable number of arguments, which Swift does not import.
static inline int cairn_open(const char *path, int flags, mode_t mode) {
  return open(path, flags, mode);
}

/// pipe2(2), by number because its declaration needs _GNU_SOURCE.
static inline int cairn_pipe(int *reader, int *writer) {
  int ends[2];
  int status = (int)syscall(SYS_pipe2, ends, O_CLOEXEC);
  if (status == 0) {
    *reader = ends[0];
    *writer = ends[1];
  }
  return status;
}

/// 0 for nothing, 1 for a file, 2 for a folder, 3 for anything else: `S_ISDIR` is a macro.
static inline int cairn_path_kind(const char *path) {
  struct stat status;
  if (stat(path, &status) != 0) return 0;
  return S_ISREG(status.st_mode) ? 1 : S_ISDIR(status.st_mode) ? 2 : 3;
}

/// What stat(2) says; the members of `struct stat` differ in width from machine to machine.
static inline int cairn_file_facts(
    const char *path, uint64_t *device, uint64_t *inode, int64_t *size) {
  struct stat status;
  if (stat(path, &status) != 0) return -1;
  *device = status.st_dev;
  *inode = status.st_ino;
  *size = status.st_size;
  return 0;
}

/// Bytes that the calling thread has handed to write(2) and its kin since it began, or -1: `wchar`
/// of proc_pid_io(5). The kernel may be built without it.
static inline int64_t cairn_thread_written(void) {
  char text[512];
  int file = open("/proc/thread-self/io", O_RDONLY | O_CLOEXEC);
  if (file < 0) return -1;
  ssize_t length = read(file, text, sizeof text - 1);
  close(file);
  if (length <= 0) return -1;
  text[length] = 0;
  const char *line = strstr(text, "wchar:");
  return line ? strtoll(line + 6, 0, 10) : -1;
}

/// The next name in a folder, or null: Swift imports the name as a tuple of 256 characters.
static inline const char *cairn_next_name(DIR *folder) {
  struct dirent *entry = readdir(folder);
  return entry ? entry->d_name : 0;
}

/// fcntl(2) takes a variable number of arguments.
static inline int cairn_duplicate(int number) { return fcntl(number, F_DUPFD_CLOEXEC, 0); }

/// Wall clock time. On 32-bit ARM `time_t` ends in January 2038; the kernel's 64-bit call (since
/// Linux 5.1) does not.
static inline int cairn_wall_clock(int64_t *seconds, int64_t *nanoseconds) {
#if __SIZEOF_LONG__ == 4 && defined(SYS_clock_gettime64)
  struct {
    int64_t seconds, nanoseconds;
  } wide;
  if (syscall(SYS_clock_gettime64, CLOCK_REALTIME, &wide) == 0) {
    *seconds = wide.seconds;
    *nanoseconds = wide.nanoseconds;
    return 0;
  }
#endif
  struct timespec time;
  int status = clock_gettime(CLOCK_REALTIME, &time);
  *seconds = time.tv_sec;
  *nanoseconds = time.tv_nsec;
  return status;
}

/// The processors that this process may run on (containers narrow them); sched_getaffinity(2) by
/// number, as above. The kernel fills as many bytes as it returns.
static inline int cairn_usable_processors(void) {
  unsigned long mask[128];
  long bytes = syscall(SYS_sched_getaffinity, 0, sizeof mask, mask);
  int count = 0;
  for (long i = 0; i * (long)sizeof mask[0] < bytes; i++) count += __builtin_popcountl(mask[i]);
  return count;
}

/// Gives free pages of the heap back to the kernel.
static inline void cairn_trim_heap(void) { malloc_trim(0); }

/// From so many bytes on, an allocation is a mapping of its own; mallopt(3).
static inline void cairn_map_large(int bytes) { mallopt(M_MMAP_THRESHOLD, bytes); }

/// Lets a mapping's pages go; madvise(2). Those of a file that nobody wrote to come back when they
/// are used again.
static inline void cairn_let_go(uintptr_t start, size_t bytes) {
  madvise((void *)start, bytes, MADV_DONTNEED);
}

/// Names the calling thread; prctl(2) takes a variable number of arguments.
static inline void cairn_name_thread(const char *name) { prctl(PR_SET_NAME, name); }

/// Tells the processor that this thread spins, so that it saves power and yields to its sibling.
static inline void cairn_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__) || defined(__arm__)
  __asm__ volatile("yield");
#endif
}

/// A counter that makes its descriptor readable while it is not zero; the flags are enumerators.
static inline int cairn_eventfd(void) { return eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK); }

/// poll(2) for one or two descriptors, of which -1 stands for none: 1 when the first is readable, 2
/// and 4 when the second is readable or writable, 8 when it failed or was hung up; -1 for an error.
static inline int cairn_poll(int first, int second, int readable, int writable,
                             int milliseconds) {
  struct pollfd entries[2] = {
      {.fd = first, .events = POLLIN},
      {.fd = second, .events = (short)((readable ? POLLIN : 0) | (writable ? POLLOUT : 0))},
  };
  if (poll(entries, 2, milliseconds) < 0) return -1;
  return (entries[0].revents ? 1 : 0) | (entries[1].revents & POLLIN ? 2 : 0) |
         (entries[1].revents & POLLOUT ? 4 : 0) |
         (entries[1].revents & (POLLERR | POLLHUP | POLLNVAL) ? 8 : 0);
}

/// Permission bits and owner of an open file, and whether it is a plain file; fstat(2).
static inline int cairn_descriptor_facts(int number, uint32_t *mode, uint32_t *owner,
                                         int *is_file) {
  struct stat status;
  if (fstat(number, &status) != 0) return -1;
  *mode = status.st_mode & 07777;
  *owner = status.st_uid;
  *is_file = S_ISREG(status.st_mode);
  return 0;
}

/// renameat2(2) with RENAME_NOREPLACE (1), by number as above; where the file system or the kernel
/// does not have it, link(2) and unlink(2), which never replace either.
static inline int cairn_move_if_absent(const char *path, const char *other) {
  if (syscall(SYS_renameat2, AT_FDCWD, path, AT_FDCWD, other, 1) == 0) return 0;
  if (errno != EINVAL && errno != ENOSYS) return -1;
  return link(path, other) == 0 ? unlink(path) : -1;
}

/// Switches a terminal's echo; tcsetattr(3). Returns 1 when it was on before, 0 when it was off, -1
/// for what is no terminal.
static inline int cairn_switch_echo(int number, int on) {
  struct termios state;
  if (tcgetattr(number, &state) != 0) return -1;
  int before = (state.c_lflag & ECHO) != 0;
  state.c_lflag = on ? state.c_lflag | ECHO : state.c_lflag & ~(tcflag_t)ECHO;
  return tcsetattr(number, TCSAFLUSH, &state) == 0 ? before : -1;
}

/// getrandom(2), by number as above.
static inline ssize_t cairn_random(void *bytes, size_t count) {
  return syscall(SYS_getrandom, bytes, count, 0);
}

/// Waits until one of the descriptors is ready; poll(2) with a count that is an int everywhere.
static inline int cairn_poll_set(struct pollfd *set, int count, int milliseconds) {
  return poll(set, (nfds_t)count, milliseconds);
}

/// Blocks the signals of the list in this thread, and opens a descriptor that tells of them;
/// signalfd(2). Threads that are made later inherit the mask.
static inline int cairn_signal_reader(const int *signals, int count) {
  sigset_t set;
  sigemptyset(&set);
  for (int i = 0; i < count; i++) sigaddset(&set, signals[i]);
  int status = pthread_sigmask(SIG_BLOCK, &set, 0);
  if (status != 0) {
    errno = status;
    return -1;
  }
  return signalfd(-1, &set, SFD_CLOEXEC | SFD_NONBLOCK);
}

/// The next signal of such a descriptor, 0 when there is none, -1 for a failure.
static inline int cairn_next_signal(int descriptor) {
  struct signalfd_siginfo info;
  ssize_t got = read(descriptor, &info, sizeof info);
  if (got == (ssize_t)sizeof info) return (int)info.ssi_signo;
  return got < 0 && errno != EAGAIN ? -1 : 0;
}

/// SIG_IGN is a cast of a number to a function, which Swift does not import.
static inline void cairn_ignore_broken_pipes(void) { signal(SIGPIPE, SIG_IGN); }

/// The speeds of termios(3) are codes, not numbers. B0 for what serial lines do not know.
static inline speed_t cairn_speed_code(int baud) {
  switch (baud) {
  case 1200: return B1200;
  case 2400: return B2400;
  case 4800: return B4800;
  case 9600: return B9600;
  case 19200: return B19200;
  case 38400: return B38400;
  case 57600: return B57600;
  case 115200: return B115200;
  case 230400: return B230400;
  case 460800: return B460800;
  case 921600: return B921600;
  default: return B0;
  }
}

/// Raw bytes of eight bits on a serial line; tcsetattr(3). `parity` is 'N', 'E' or 'O'.
static inline int cairn_serial_raw(int descriptor, int baud, int parity, int stop_bits) {
  struct termios line;
  if (tcgetattr(descriptor, &line) != 0) return -1;
  line.c_iflag &= ~(tcflag_t)(
      IGNBRK | BRKINT | PARMRK | ISTRIP | INLCR | IGNCR | ICRNL | IXON | IXOFF | IXANY | INPCK);
  line.c_oflag &= ~(tcflag_t)OPOST;
  line.c_lflag &= ~(tcflag_t)(ECHO | ECHONL | ICANON | ISIG | IEXTEN);
  line.c_cflag &= ~(tcflag_t)(CSIZE | PARENB | PARODD | CSTOPB | HUPCL);
  line.c_cflag |= CS8 | CREAD | CLOCAL;
  if (parity != 'N') line.c_cflag |= PARENB;
  if (parity != 'N') line.c_iflag |= INPCK;
  if (parity == 'O') line.c_cflag |= PARODD;
  if (stop_bits == 2) line.c_cflag |= CSTOPB;
  line.c_cc[VMIN] = 0;
  line.c_cc[VTIME] = 0;
  speed_t speed = cairn_speed_code(baud);
  if (speed == B0) {
    errno = EINVAL;
    return -1;
  }
  cfsetispeed(&line, speed);
  cfsetospeed(&line, speed);
  return tcsetattr(descriptor, TCSANOW, &line);
}

/// Keeps other programs from opening the line; ioctl(2) takes a variable number of arguments.
static inline int cairn_serial_exclusive(int descriptor) { return ioctl(descriptor, TIOCEXCL); }

/// Forgets what arrived and was not read.
static inline int cairn_serial_discard(int descriptor) { return tcflush(descriptor, TCIFLUSH); }

/// Unlocks the terminal behind a descriptor of /dev/ptmx and returns its number; ioctl_tty(2).
static inline int cairn_terminal_number(int controller) {
  int lock = 0, number = -1;
  if (ioctl(controller, TIOCSPTLCK, &lock) != 0) return -1;
  return ioctl(controller, TIOCGPTN, &number) == 0 ? number : -1;
}

/// Writes to an I2C device, then reads from it without giving up the bus in between (I2C_RDWR);
/// linux/i2c-dev.h. Either part may be empty.
static inline int cairn_i2c_transfer(
    int descriptor, uint16_t address, const uint8_t *out, int out_count, uint8_t *in,
    int in_count) {
  struct i2c_msg messages[2];
  int count = 0;
  if (out_count > 0) {
    messages[count++] = (struct i2c_msg){address, 0, (uint16_t)out_count, (uint8_t *)out};
  }
  if (in_count > 0) {
    messages[count++] = (struct i2c_msg){address, I2C_M_RD, (uint16_t)in_count, in};
  }
  struct i2c_rdwr_ioctl_data all = {messages, (uint32_t)count};
  return ioctl(descriptor, I2C_RDWR, &all);
}

/// Label and number of lines of a GPIO chip; linux/gpio.h.
static inline int cairn_gpio_chip(int descriptor, char label[GPIO_MAX_NAME_SIZE], uint32_t *lines) {
  struct gpiochip_info info;
  memset(&info, 0, sizeof info);
  int status = ioctl(descriptor, GPIO_GET_CHIPINFO_IOCTL, &info);
  memcpy(label, info.label, GPIO_MAX_NAME_SIZE);
  label[GPIO_MAX_NAME_SIZE - 1] = 0;
  *lines = info.lines;
  return status;
}

/// Requests one line as input and returns its own descriptor; version 2 of the character device.
/// `flags` are GPIO_V2_LINE_FLAG_*. `debounce` is in microseconds, 0 for none. The kernel's buffer
/// of events holds 16 by default; 1024 is the most it takes.
static inline int cairn_gpio_input(int chip, uint32_t line, uint64_t flags, uint32_t debounce) {
  struct gpio_v2_line_request request;
  memset(&request, 0, sizeof request);
  request.offsets[0] = line;
  request.num_lines = 1;
  request.event_buffer_size = 1024;
  memcpy(request.consumer, "cairn", 6);
  request.config.flags = flags;
  if (debounce > 0) {
    request.config.num_attrs = 1;
    request.config.attrs[0].mask = 1;
    request.config.attrs[0].attr.id = GPIO_V2_LINE_ATTR_ID_DEBOUNCE;
    request.config.attrs[0].attr.debounce_period_us = debounce;
  }
  if (ioctl(chip, GPIO_V2_GET_LINE_IOCTL, &request) != 0) return -1;
  return request.fd;
}

/// The level of a requested line: 0, 1, or -1 for a failure.
static inline int cairn_gpio_level(int line) {
  struct gpio_v2_line_values values = {0, 1};
  if (ioctl(line, GPIO_V2_LINE_GET_VALUES_IOCTL, &values) != 0) return -1;
  return (int)(values.bits & 1);
}

/// Room of the file system that holds a path, in bytes; statvfs(3).
static inline int cairn_space(const char *path, uint64_t *total, uint64_t *usable) {
  struct statvfs facts;
  if (statvfs(path, &facts) != 0) return -1;
  *total = (uint64_t)facts.f_blocks * facts.f_frsize;
  *usable = (uint64_t)facts.f_bavail * facts.f_frsize;
  return 0;
}

/// What the kernel knows of its clock: whether it is disciplined, and how wrong it may be at most,
/// in microseconds; adjtimex(2).
static inline int cairn_clock_state(int *synchronised, int64_t *error) {
  struct timex facts;
  memset(&facts, 0, sizeof facts);
  int state = adjtimex(&facts);
  if (state == -1) return -1;
  *synchronised = state != TIME_ERROR && !(facts.status & STA_UNSYNC);
  *error = facts.maxerror;
  return 0;
}

/// Starts a program in a process group of its own with standard output and error as given, no
/// signal blocked, and SIGPIPE as usual; posix_spawnp(3). Returns the error number.
static inline int cairn_spawn(
    const char *program, char *const arguments[], char *const environment[], int output, int error,
    pid_t *process) {
  posix_spawn_file_actions_t actions;
  posix_spawnattr_t attributes;
  sigset_t none, usual;
  sigemptyset(&none);
  sigemptyset(&usual);
  sigaddset(&usual, SIGPIPE);
  posix_spawn_file_actions_init(&actions);
  posix_spawnattr_init(&attributes);
  posix_spawnattr_setflags(
      &attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);
  posix_spawnattr_setpgroup(&attributes, 0);
  posix_spawnattr_setsigmask(&attributes, &none);
  posix_spawnattr_setsigdefault(&attributes, &usual);
  posix_spawn_file_actions_addopen(&actions, 0, "/dev/null", O_RDONLY, 0);
  posix_spawn_file_actions_adddup2(&actions, output, 1);
  posix_spawn_file_actions_adddup2(&actions, error, 2);
  // Libraries open files too, and not all of them with O_CLOEXEC; glibc 2.34.
  posix_spawn_file_actions_addclosefrom_np(&actions, 3);
  int status = posix_spawnp(process, program, &actions, &attributes, arguments, environment);
  posix_spawnattr_destroy(&attributes);
  posix_spawn_file_actions_destroy(&actions);
  return status;
}

/// The same with this process's own environment.
static inline int cairn_spawn_here(
    const char *program, char *const arguments[], int output, int error, pid_t *process) {
  extern char **environ;
  return cairn_spawn(program, arguments, environ, output, error, process);
}

/// What became of a child: 0 still runs, 1 exited (`status` is its own), 2 was killed (`status` is
/// the signal), -1 for a failure; waitpid(2), whose macros Swift does not import.
static inline int cairn_reap(pid_t process, int wait, int *status) {
  int raw = 0;
  pid_t got = waitpid(process, &raw, wait ? 0 : WNOHANG);
  if (got < 0) return -1;
  if (got == 0) return 0;
  *status = WIFEXITED(raw) ? WEXITSTATUS(raw) : WTERMSIG(raw);
  return WIFEXITED(raw) ? 1 : 2;
}

/// Fills a Unix socket's address; a leading `@` stands for the abstract name space (unix(7)).
/// Returns its length, 0 for a path that is too long.
static inline socklen_t cairn_local_address(struct sockaddr_un *address, const char *path) {
  size_t length = strlen(path);
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (length == 0 || length >= sizeof address->sun_path) return 0;
  memcpy(address->sun_path, path, length);
  size_t end = offsetof(struct sockaddr_un, sun_path) + length;
  if (path[0] == '@') {
    address->sun_path[0] = 0;
    return (socklen_t)end;
  }
  return (socklen_t)(end + 1);
}

/// Opens a Unix socket that listens at the path, readable and writable by owner and group.
static inline int cairn_local_listen(const char *path, mode_t mode, int backlog) {
  struct sockaddr_un address;
  socklen_t length = cairn_local_address(&address, path);
  if (length == 0) {
    errno = ENAMETOOLONG;
    return -1;
  }
  int number = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (number < 0) return -1;
  // Nobody can connect before listen(2), so the mode is never wider than asked.
  if (bind(number, (struct sockaddr *)&address, length) == 0 && chmod(path, mode) == 0 &&
      listen(number, backlog) == 0) {
    return number;
  }
  int reason = errno;
  close(number);
  errno = reason;
  return -1;
}

/// Connects to a Unix socket of the given type (SOCK_STREAM is an enumeration in Swift's eyes).
static inline int cairn_local_connect(const char *path, int datagrams) {
  struct sockaddr_un address;
  socklen_t length = cairn_local_address(&address, path);
  if (length == 0) {
    errno = ENAMETOOLONG;
    return -1;
  }
  int type = datagrams ? SOCK_DGRAM : SOCK_STREAM;
  int number = socket(AF_UNIX, type | SOCK_CLOEXEC, 0);
  if (number < 0) return -1;
  if (connect(number, (struct sockaddr *)&address, length) == 0) return number;
  int reason = errno;
  close(number);
  errno = reason;
  return -1;
}

/// The next connection, without waiting; accept4(2) by number because its declaration needs
/// _GNU_SOURCE.
static inline int cairn_accept(int listener) {
  return (int)syscall(SYS_accept4, listener, 0, 0, SOCK_CLOEXEC | SOCK_NONBLOCK);
}

/// Sends without the signal that a closed reader would cause; send(2).
static inline ssize_t cairn_send(int number, const void *bytes, size_t count) {
  return send(number, bytes, count, MSG_NOSIGNAL);
}

/// Starts a program that ends when the thread that started it does, whatever ends that: for helpers
/// that nobody would look after any more (PR_SET_PDEATHSIG, prctl(2)), which posix_spawn(3) cannot
/// ask for. A process group of its own, standard output and error into one descriptor. Returns its
/// number, or -1; a program that cannot be started exits with 127.
static inline pid_t cairn_start_bound(const char *program, char *const arguments[], int output) {
  pid_t starter = getpid();
  pid_t process = fork();
  if (process != 0) return process;
  // From here on only what signal-safety(7) allows: other threads may have held locks.
  sigset_t none;
  sigemptyset(&none);
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  if (getppid() != starter) _exit(127);
  signal(SIGPIPE, SIG_DFL);
  pthread_sigmask(SIG_SETMASK, &none, 0);
  int input = open("/dev/null", O_RDONLY);
  if (input >= 0) dup2(input, 0);
  dup2(output, 1);
  dup2(output, 2);
  for (int number = 3; number < 256; number++) close(number);
  execv(program, arguments);
  _exit(127);
}

static inline struct sockaddr_in cairn_loopback_address(int port) {
  struct sockaddr_in address;
  memset(&address, 0, sizeof address);
  address.sin_family = AF_INET;
  address.sin_port = htons((uint16_t)port);
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  return address;
}

/// Listens on 127.0.0.1, at any free port when `port` points to 0, and tells at which.
static inline int cairn_loopback_listen(int *port, int backlog) {
  struct sockaddr_in address = cairn_loopback_address(*port);
  socklen_t length = sizeof address;
  int number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (number < 0) return -1;
  if (bind(number, (struct sockaddr *)&address, length) == 0 && listen(number, backlog) == 0 &&
      getsockname(number, (struct sockaddr *)&address, &length) == 0) {
    *port = ntohs(address.sin_port);
    return number;
  }
  int reason = errno;
  close(number);
  errno = reason;
  return -1;
}

/// Listens at a numeric address, IPv4 or IPv6; port 0 is any that is free. -1 with EINVAL for an
/// address that is none. Only IPv6 where it is IPv6, so that an address means the same everywhere.
static inline int cairn_network_listen(const char *host, int *port, int backlog) {
  struct {
    union {
      struct sockaddr any;
      struct sockaddr_in v4;
      struct sockaddr_in6 v6;
    } of;
  } address;
  memset(&address, 0, sizeof address);
  socklen_t length = sizeof address.of.v4;
  int family = AF_INET;
  if (inet_pton(AF_INET, host, &address.of.v4.sin_addr) == 1) {
    address.of.v4.sin_family = AF_INET;
    address.of.v4.sin_port = htons((unsigned short)*port);
  } else if (inet_pton(AF_INET6, host, &address.of.v6.sin6_addr) == 1) {
    family = AF_INET6;
    length = sizeof address.of.v6;
    address.of.v6.sin6_family = AF_INET6;
    address.of.v6.sin6_port = htons((unsigned short)*port);
  } else {
    errno = EINVAL;
    return -1;
  }
  int number = socket(family, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (number < 0) return -1;
  int on = 1;
  // Connections of a program that has just ended must not keep the next one from its port.
  setsockopt(number, SOL_SOCKET, SO_REUSEADDR, &on, sizeof on);
  if (family == AF_INET6) setsockopt(number, IPPROTO_IPV6, IPV6_V6ONLY, &on, sizeof on);
  if (bind(number, &address.of.any, length) == 0 && listen(number, backlog) == 0 &&
      getsockname(number, &address.of.any, &length) == 0) {
    *port = ntohs(family == AF_INET ? address.of.v4.sin_port : address.of.v6.sin6_port);
    return number;
  }
  int reason = errno;
  close(number);
  errno = reason;
  return -1;
}

/// Connects to 127.0.0.1, which answers at once or refuses; reads and writes do not wait then.
static inline int cairn_loopback_connect(int port) {
  struct sockaddr_in address = cairn_loopback_address(port);
  int number = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
  if (number < 0) return -1;
  if (connect(number, (struct sockaddr *)&address, sizeof address) == 0 &&
      fcntl(number, F_SETFL, O_NONBLOCK) == 0) {
    return number;
  }
  int reason = errno;
  close(number);
  errno = reason;
  return -1;
}

/// Whether a descriptor is a terminal, and how wide: 0 when it is none.
static inline int cairn_terminal_width(int number) {
  struct winsize size;
  if (ioctl(number, TIOCGWINSZ, &size) != 0) return 0;
  return size.ws_col > 0 ? size.ws_col : 80;
}

#endif
