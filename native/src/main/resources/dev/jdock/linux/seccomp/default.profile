# The system calls that a container may make unless it is privileged: what Docker's default profile
# permits (moby/profiles, mid 2026), in jdock's own form.
#
# A block begins with an action: allow, errno NUMBER, kill. Conditions may follow it, and the names
# of its system calls, indented. The first block that names a call and whose conditions hold decides.
#   with CAP_X         the container has the capability
#   without CAP_X      it has not
#   on ARCH,ARCH       the call is made through one of these tables
#   when CONDITION     the call's arguments: argN or int argN (its low 32 bits, all that the kernel
#                      looks at), a comparison (== != < <= > >=) and a number; or argN & MASK == number.
#                      Several conditions are joined by "and".
# A name that an architecture's table lacks has no effect there.

default errno 1

allow
  _llseek _newselect accept accept4 access adjtimex alarm bind brk cachestat capget capset chdir
  chmod chown chown32 clock_adjtime clock_adjtime64 clock_getres clock_getres_time64
  clock_gettime clock_gettime64 clock_nanosleep clock_nanosleep_time64 close close_range connect
  copy_file_range creat dup dup2 dup3 epoll_create epoll_create1 epoll_ctl epoll_ctl_old
  epoll_pwait epoll_pwait2 epoll_wait epoll_wait_old eventfd eventfd2 execve execveat exit
  exit_group faccessat faccessat2 fadvise64 fadvise64_64 fallocate fanotify_mark fchdir fchmod
  fchmodat fchmodat2 fchown fchown32 fchownat fcntl fcntl64 fdatasync fgetxattr flistxattr flock
  fork fremovexattr fsetxattr fstat fstat64 fstatat64 fstatfs fstatfs64 fsync ftruncate
  ftruncate64 futex futex_requeue futex_time64 futex_wait futex_waitv futex_wake futimesat
  get_robust_list get_thread_area getcpu getcwd getdents getdents64 getegid getegid32 geteuid
  geteuid32 getgid getgid32 getgroups getgroups32 getitimer getpeername getpgid getpgrp getpid
  getppid getpriority getrandom getresgid getresgid32 getresuid getresuid32 getrlimit getrusage
  getsid getsockname getsockopt gettid gettimeofday getuid getuid32 getxattr getxattrat
  inotify_add_watch inotify_init inotify_init1 inotify_rm_watch io_cancel io_destroy
  io_getevents io_pgetevents io_pgetevents_time64 io_setup io_submit ioctl ioprio_get ioprio_set
  ipc kill landlock_add_rule landlock_create_ruleset landlock_restrict_self lchown lchown32
  lgetxattr link linkat listen listmount listxattr listxattrat llistxattr lremovexattr lseek
  lsetxattr lstat lstat64 madvise map_shadow_stack membarrier memfd_create memfd_secret mincore
  mkdir mkdirat mknod mknodat mlock mlock2 mlockall mmap mmap2 mprotect mq_getsetattr mq_notify
  mq_open mq_timedreceive mq_timedreceive_time64 mq_timedsend mq_timedsend_time64 mq_unlink
  mremap mseal msgctl msgget msgrcv msgsnd msync munlock munlockall munmap name_to_handle_at
  nanosleep newfstatat open openat openat2 pause pidfd_open pidfd_send_signal pipe pipe2
  pkey_alloc pkey_free pkey_mprotect poll ppoll ppoll_time64 prctl pread64 preadv preadv2
  prlimit64 process_mrelease pselect6 pselect6_time64 pwrite64 pwritev pwritev2 read readahead
  readlink readlinkat readv recv recvfrom recvmmsg recvmmsg_time64 recvmsg remap_file_pages
  removexattr removexattrat rename renameat renameat2 restart_syscall riscv_hwprobe rmdir rseq
  rt_sigaction rt_sigpending rt_sigprocmask rt_sigqueueinfo rt_sigreturn rt_sigsuspend
  rt_sigtimedwait rt_sigtimedwait_time64 rt_tgsigqueueinfo sched_get_priority_max
  sched_get_priority_min sched_getaffinity sched_getattr sched_getparam sched_getscheduler
  sched_rr_get_interval sched_rr_get_interval_time64 sched_setaffinity sched_setattr
  sched_setparam sched_setscheduler sched_yield seccomp select semctl semget semop semtimedop
  semtimedop_time64 send sendfile sendfile64 sendmmsg sendmsg sendto set_robust_list
  set_thread_area set_tid_address setfsgid setfsgid32 setfsuid setfsuid32 setgid setgid32
  setgroups setgroups32 setitimer setpgid setpriority setregid setregid32 setresgid setresgid32
  setresuid setresuid32 setreuid setreuid32 setrlimit setsid setsockopt setuid setuid32 setxattr
  setxattrat shmat shmctl shmdt shmget shutdown sigaltstack signalfd signalfd4 sigprocmask
  sigreturn socketcall socketpair splice stat stat64 statfs statfs64 statmount statx symlink
  symlinkat sync sync_file_range syncfs sysinfo tee tgkill time timer_create timer_delete
  timer_getoverrun timer_gettime timer_gettime64 timer_settime timer_settime64 timerfd_create
  timerfd_gettime timerfd_gettime64 timerfd_settime timerfd_settime64 times tkill truncate
  truncate64 ugetrlimit umask uname unlink unlinkat uretprobe utime utimensat utimensat_time64
  utimes vfork vmsplice wait4 waitid waitpid write writev

# Since Linux 4.8 a traced process cannot be made to slip past its filter; jdock needs a newer one.
allow
  process_vm_readv process_vm_writev ptrace

# AF_ALG (38) and AF_VSOCK (40) reach past the namespaces. The kernel takes the family as an int, so
# that only the low half of the argument counts.
allow when int arg0 < 38
  socket

allow when int arg0 == 39
  socket

allow when int arg0 > 40
  socket

# PER_LINUX, PER_LINUX32, both with UNAME26, and the query.
allow when arg0 == 0x0
  personality

allow when arg0 == 0x8
  personality

allow when arg0 == 0x20000
  personality

allow when arg0 == 0x20008
  personality

allow when arg0 == 0xffffffff
  personality

allow on arm,aarch64
  arm_fadvise64_64 arm_sync_file_range sync_file_range2 breakpoint cacheflush set_tls

allow on x86_64,x32
  arch_prctl

allow on x86_64,x32,i386
  modify_ldt

# Namespaces are for those who have CAP_SYS_ADMIN: no CLONE_NEW* flag (0x7e020000) for the others,
# and clone3, whose flags are out of a filter's sight, seems not to exist, so that callers fall back.
allow without CAP_SYS_ADMIN when arg0 & 0x7e020000 == 0x0
  clone

errno 38 without CAP_SYS_ADMIN
  clone3

allow with CAP_DAC_READ_SEARCH
  open_by_handle_at

allow with CAP_SYS_ADMIN
  bpf clone clone3 fanotify_init fsconfig fsmount fsopen fspick lookup_dcookie lsm_get_self_attr
  lsm_list_modules lsm_set_self_attr mount mount_setattr move_mount open_tree perf_event_open
  quotactl quotactl_fd setdomainname sethostname setns syslog umount umount2 unshare

allow with CAP_SYS_BOOT
  reboot

allow with CAP_SYS_CHROOT
  chroot

allow with CAP_SYS_MODULE
  delete_module init_module finit_module

allow with CAP_SYS_PACCT
  acct

allow with CAP_SYS_PTRACE
  kcmp pidfd_getfd process_madvise process_vm_readv process_vm_writev ptrace

allow with CAP_SYS_RAWIO
  iopl ioperm

allow with CAP_SYS_TIME
  settimeofday stime clock_settime clock_settime64

allow with CAP_SYS_TTY_CONFIG
  vhangup

allow with CAP_SYS_NICE
  get_mempolicy mbind set_mempolicy set_mempolicy_home_node

allow with CAP_SYSLOG
  syslog

allow with CAP_BPF
  bpf

allow with CAP_PERFMON
  perf_event_open
