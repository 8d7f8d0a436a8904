/* Fails, cuts, interrupts or kills a process at its N-th call that changes files below a folder.
 *
 * Loaded with LD_PRELOAD. It does nothing until faults_arm() reads its orders
 * from the environment, which happens at the start if they are there already:
 *   FAULTS_BELOW  absolute path without links; only calls at or below it count
 *   FAULTS_LOG    file that gets a line for every counted call: name, path, second path
 *   FAULTS_AT     number of the call that is hit, from 1; 0 hits none
 *   FAULTS_KIND   fail, torn (half is written, then fail), short (half is written),
 *                 kill, torn-kill, interrupt (SIGINT), stop (SIGSTOP), hook
 *   FAULTS_ERRNO  number of the error for fail and torn
 *   FAULTS_SCOPE  once, all (that call and all later ones), same (the later ones of its name)
 *   FAULTS_HOOK   shell command that hook runs before the call
 *   FAULTS_READS  not empty: files opened for reading count too, and their closing
 * Flushing is counted but not done: what is killed leaves its writes with the kernel.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

enum verdict { PASS, FAIL, SHORT, TORN, TORN_KILL };

static struct {
    int armed, log, number, reads;
    long at, count;
    char below[PATH_MAX], kind[16], scope[8], hook[4 * PATH_MAX], struck[32];
} plan;

static void take(const char *name, char *value, size_t size)
{
    const char *given = getenv(name);
    snprintf(value, size, "%s", given ? given : "");
    unsetenv(name);
}

void faults_arm(void)
{
    char log[PATH_MAX], number[32];
    memset(&plan, 0, sizeof plan);
    take("FAULTS_BELOW", plan.below, sizeof plan.below);
    take("FAULTS_LOG", log, sizeof log);
    take("FAULTS_KIND", plan.kind, sizeof plan.kind);
    take("FAULTS_SCOPE", plan.scope, sizeof plan.scope);
    take("FAULTS_HOOK", plan.hook, sizeof plan.hook);
    take("FAULTS_AT", number, sizeof number);
    plan.at = atol(number);
    take("FAULTS_ERRNO", number, sizeof number);
    plan.number = atoi(number);
    take("FAULTS_READS", number, sizeof number);
    plan.reads = number[0] != 0;
    int opened = syscall(SYS_openat, AT_FDCWD, log, O_WRONLY | O_CREAT | O_APPEND, 0600);
    plan.log = fcntl(opened, F_DUPFD_CLOEXEC, 500);
    syscall(SYS_close, opened);
    plan.armed = plan.below[0] && plan.log >= 0;
}

__attribute__((constructor)) static void arm_at_start(void)
{
    if (getenv("FAULTS_BELOW"))
        faults_arm();
}

static void path_of(int descriptor, char *path)
{
    char link[64];
    snprintf(link, sizeof link, "/proc/self/fd/%d", descriptor);
    ssize_t length = readlink(link, path, PATH_MAX - 1);
    path[length < 0 ? 0 : length] = 0;
}

static void full_path(int folder, const char *path, char *full)
{
    char base[PATH_MAX] = "";
    if (path[0] != '/') {
        if (folder != AT_FDCWD)
            path_of(folder, base);
        else if (!getcwd(base, sizeof base))
            base[0] = 0;
    }
    if (snprintf(full, PATH_MAX, "%s%s%s", base, base[0] ? "/" : "", path) >= PATH_MAX)
        full[0] = 0;
}

static int is_below(const char *path)
{
    size_t length = strlen(plan.below);
    return !strncmp(path, plan.below, length) && (path[length] == '/' || !path[length]);
}

/* Count a call, and say what becomes of it; FAIL and TORN have set errno. */
static enum verdict judge(const char *name, const char *path, const char *second)
{
    if (!is_below(path) && !is_below(second))
        return PASS;
    char line[2 * PATH_MAX + 64];
    int length = snprintf(line, sizeof line, "%s\t%s\t%s\n", name, path, second);
    syscall(SYS_write, plan.log, line, length);
    plan.count++;
    if (plan.count == plan.at)
        snprintf(plan.struck, sizeof plan.struck, "%s", name);
    else if (!plan.at || plan.count < plan.at || !strcmp(plan.scope, "once") ||
             (!strcmp(plan.scope, "same") && strcmp(plan.struck, name)))
        return PASS;
    int writes = strstr(name, "write") != NULL;
    if (!strcmp(plan.kind, "kill") || (!strcmp(plan.kind, "torn-kill") && !writes))
        kill(getpid(), SIGKILL);
    if (!strcmp(plan.kind, "interrupt"))
        raise(SIGINT);
    if (!strcmp(plan.kind, "stop"))
        raise(SIGSTOP);
    if (!strcmp(plan.kind, "hook")) {
        plan.armed = 0;
        if (system(plan.hook))
            abort();
        plan.armed = 1;
    }
    if (writes && !strcmp(plan.kind, "torn-kill"))
        return TORN_KILL;
    if (writes && !strcmp(plan.kind, "short"))
        return SHORT;
    errno = plan.number;
    if (!strcmp(plan.kind, "torn"))
        return writes ? TORN : FAIL;
    return !strcmp(plan.kind, "fail") ? FAIL : PASS;
}

static enum verdict judge_path(const char *name, int folder, const char *path)
{
    char full[PATH_MAX];
    if (!plan.armed)
        return PASS;
    full_path(folder, path, full);
    return judge(name, full, "");
}

static enum verdict judge_two(
    const char *name, int folder, const char *path, int other, const char *second)
{
    char full[PATH_MAX], full_second[PATH_MAX];
    if (!plan.armed)
        return PASS;
    full_path(folder, path, full);
    full_path(other, second, full_second);
    return judge(name, full, full_second);
}

static enum verdict judge_open_file(const char *name, int descriptor)
{
    char full[PATH_MAX];
    if (!plan.armed)
        return PASS;
    path_of(descriptor, full);
    return judge(name, full, "");
}

#define FIND(name) \
    if (!real) \
        real = (__typeof__(real))dlsym(RTLD_NEXT, #name)

#define WRAP(name, verdict, parameters, arguments) \
    int name parameters \
    { \
        static int(*real) parameters; \
        FIND(name); \
        return (verdict) == FAIL ? -1 : real arguments; \
    }
#define WRAP_PATH(name, path, parameters, arguments) \
    WRAP(name, judge_path(#name, AT_FDCWD, path), parameters, arguments)
#define WRAP_AT(name, folder, path, parameters, arguments) \
    WRAP(name, judge_path(#name, folder, path), parameters, arguments)
#define WRAP_FILE(name, descriptor, parameters, arguments) \
    WRAP(name, judge_open_file(#name, descriptor), parameters, arguments)

WRAP_PATH(mkdir, path, (const char *path, mode_t mode), (path, mode))
WRAP_AT(mkdirat, at, path, (int at, const char *path, mode_t mode), (at, path, mode))
WRAP_PATH(rmdir, path, (const char *path), (path))
WRAP_PATH(unlink, path, (const char *path), (path))
WRAP_AT(unlinkat, at, path, (int at, const char *path, int flags), (at, path, flags))
WRAP_PATH(remove, path, (const char *path), (path))
WRAP_PATH(chmod, path, (const char *path, mode_t mode), (path, mode))
WRAP_FILE(fchmod, file, (int file, mode_t mode), (file, mode))
WRAP_AT(fchmodat, at, path, (int at, const char *path, mode_t mode, int flags),
        (at, path, mode, flags))
WRAP_PATH(chown, path, (const char *path, uid_t user, gid_t group), (path, user, group))
WRAP_PATH(lchown, path, (const char *path, uid_t user, gid_t group), (path, user, group))
WRAP_FILE(fchown, file, (int file, uid_t user, gid_t group), (file, user, group))
WRAP_AT(fchownat, at, path, (int at, const char *path, uid_t user, gid_t group, int flags),
        (at, path, user, group, flags))
WRAP_PATH(truncate, path, (const char *path, off_t length), (path, length))
WRAP_PATH(truncate64, path, (const char *path, off64_t length), (path, length))
WRAP_FILE(ftruncate, file, (int file, off_t length), (file, length))
WRAP_FILE(ftruncate64, file, (int file, off64_t length), (file, length))
WRAP_PATH(setxattr, path,
          (const char *path, const char *name, const void *value, size_t size, int flags),
          (path, name, value, size, flags))
WRAP_PATH(lsetxattr, path,
          (const char *path, const char *name, const void *value, size_t size, int flags),
          (path, name, value, size, flags))
WRAP_FILE(fsetxattr, file,
          (int file, const char *name, const void *value, size_t size, int flags),
          (file, name, value, size, flags))
WRAP_PATH(removexattr, path, (const char *path, const char *name), (path, name))
WRAP_PATH(lremovexattr, path, (const char *path, const char *name), (path, name))
WRAP_FILE(fremovexattr, file, (int file, const char *name), (file, name))
WRAP(rename, judge_two("rename", AT_FDCWD, from, AT_FDCWD, to),
     (const char *from, const char *to), (from, to))
WRAP(renameat, judge_two("renameat", at, from, into, to),
     (int at, const char *from, int into, const char *to), (at, from, into, to))
WRAP(renameat2, judge_two("renameat2", at, from, into, to),
     (int at, const char *from, int into, const char *to, unsigned flags),
     (at, from, into, to, flags))
WRAP(link, judge_two("link", AT_FDCWD, from, AT_FDCWD, to),
     (const char *from, const char *to), (from, to))
WRAP(linkat, judge_two("linkat", at, from, into, to),
     (int at, const char *from, int into, const char *to, int flags), (at, from, into, to, flags))
WRAP(symlink, judge_path("symlink", AT_FDCWD, path), (const char *to, const char *path),
     (to, path))
WRAP(symlinkat, judge_path("symlinkat", at, path), (const char *to, int at, const char *path),
     (to, at, path))

#define WRAP_FLUSH(name) \
    int name(int file) \
    { \
        static int (*real)(int); \
        FIND(name); \
        if (judge_open_file(#name, file) == FAIL) \
            return -1; \
        return plan.armed && fcntl(file, F_GETFD) >= 0 ? 0 : real(file); \
    }
WRAP_FLUSH(fsync)
WRAP_FLUSH(fdatasync)

/* A failed close has closed the file. */
int close(int file)
{
    static int (*real)(int);
    FIND(close);
    enum verdict verdict = PASS;
    if (plan.armed && file != plan.log) {
        int flags = fcntl(file, F_GETFL);
        if (flags >= 0 && (plan.reads || (flags & O_ACCMODE) != O_RDONLY))
            verdict = judge_open_file("close", file);
    }
    int number = errno, result = real(file);
    if (verdict == FAIL) {
        errno = number;
        return -1;
    }
    return result;
}

#define CHANGES (O_WRONLY | O_RDWR | O_CREAT | O_TRUNC)

#define WRAP_OPEN(name, at, parameters, arguments) \
    int name parameters \
    { \
        static int(*real) parameters; \
        FIND(name); \
        mode_t mode = 0; \
        if (flags & (O_CREAT | O_TMPFILE)) { \
            va_list rest; \
            va_start(rest, flags); \
            mode = va_arg(rest, mode_t); \
            va_end(rest); \
        } \
        if ((plan.reads || (flags & CHANGES)) && judge_path(#name, at, path) == FAIL) \
            return -1; \
        return real arguments; \
    }
WRAP_OPEN(open, AT_FDCWD, (const char *path, int flags, ...), (path, flags, mode))
WRAP_OPEN(open64, AT_FDCWD, (const char *path, int flags, ...), (path, flags, mode))
WRAP_OPEN(openat, at, (int at, const char *path, int flags, ...), (at, path, flags, mode))
WRAP_OPEN(openat64, at, (int at, const char *path, int flags, ...), (at, path, flags, mode))
WRAP_PATH(creat, path, (const char *path, mode_t mode), (path, mode))
WRAP_PATH(creat64, path, (const char *path, mode_t mode), (path, mode))

/* What is cut keeps its first half; of a single byte nothing is left to cut. */
#define WRAP_WRITE(name, file, size, parameters, whole, half) \
    ssize_t name parameters \
    { \
        static ssize_t(*real) parameters; \
        FIND(name); \
        enum verdict verdict = judge_open_file(#name, file); \
        if (verdict == FAIL) \
            return -1; \
        if (verdict == PASS || (size) < 2) \
            return real whole; \
        int number = errno; \
        ssize_t written = real half; \
        if (verdict == SHORT) \
            return written; \
        if (verdict == TORN_KILL) \
            kill(getpid(), SIGKILL); \
        errno = number; \
        return -1; \
    }
WRAP_WRITE(write, file, size, (int file, const void *data, size_t size),
           (file, data, size), (file, data, size / 2))
WRAP_WRITE(pwrite, file, size, (int file, const void *data, size_t size, off_t offset),
           (file, data, size, offset), (file, data, size / 2, offset))
WRAP_WRITE(pwrite64, file, size, (int file, const void *data, size_t size, off64_t offset),
           (file, data, size, offset), (file, data, size / 2, offset))
WRAP_WRITE(writev, file, count, (int file, const struct iovec *parts, int count),
           (file, parts, count), (file, parts, count / 2))

#define WRAP_COPY(name, parameters, arguments) \
    ssize_t name parameters \
    { \
        static ssize_t(*real) parameters; \
        FIND(name); \
        return judge_open_file(#name, file) == FAIL ? -1 : real arguments; \
    }
WRAP_COPY(sendfile, (int file, int from, off_t *offset, size_t size), (file, from, offset, size))
WRAP_COPY(sendfile64, (int file, int from, off64_t *offset, size_t size),
          (file, from, offset, size))
WRAP_COPY(copy_file_range,
          (int from, off64_t *offset, int file, off64_t *into, size_t size, unsigned flags),
          (from, offset, file, into, size, flags))
