// SPDX-License-Identifier: Apache-2.0
/*
 * Files: read whole with a limit, written beside and renamed.
 */
#include "base/file.h"

#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

static enum rp_status fail(struct rp_file_error *ret_error)
{
    ret_error->code = errno;
    return RP_ERR_IO;
}

// Reads to the end of fd, in doubling blocks of the arena.
static enum rp_status read_all(struct rp_arena *a, int fd, size_t first, size_t max,
                               struct rp_str *ret_text, struct rp_file_error *ret_error)
{
    size_t cap = first + 1, n = 0;
    char *p = RP_NEWN(a, char, cap + 1);
    for (;;) {
        if (n == cap) {
            char *larger = RP_NEWN(a, char, cap * 2 + 1);
            memcpy(larger, p, n);
            p = larger;
            cap *= 2;
        }
        ssize_t got = read(fd, p + n, cap - n);
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return fail(ret_error);
        if (got == 0)
            break;
        n += (size_t)got;
        if (n > max)
            return RP_ERR_LIMIT;
    }
    *ret_text = (struct rp_str){p, n};
    return RP_OK;
}

enum rp_status rp_file_read(struct rp_arena *a, const char *path, size_t max,
                            struct rp_str *ret_text, struct rp_file_error *ret_error)
{
    enum { BLOCK = 16 * 1024 };
    *ret_error = (struct rp_file_error){0};
    if (strcmp(path, "-") == 0)
        return read_all(a, STDIN_FILENO, BLOCK, max, ret_text, ret_error);
    // Opened without waiting, so that a pipe without a writer does not hang a check; what a writer
    // has yet to send is then waited for.
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return fail(ret_error);
    struct stat st;
    enum rp_status status;
    if (fstat(fd, &st) != 0 || fcntl(fd, F_SETFL, 0) != 0) {
        status = fail(ret_error);
    } else if (S_ISDIR(st.st_mode)) {
        ret_error->code = EISDIR;
        status = RP_ERR_IO;
    } else if (S_ISREG(st.st_mode) && (unsigned long long)st.st_size > max) {
        status = RP_ERR_LIMIT;
    } else {
        size_t first = S_ISREG(st.st_mode) && st.st_size > 0 ? (size_t)st.st_size : BLOCK;
        status = read_all(a, fd, first, max, ret_text, ret_error);
    }
    close(fd);
    return status;
}

// The signals with which a user or the system ends a program; not those that this one ignores.
static void ending_signals(sigset_t *ret_set)
{
    static const int number[] = {SIGINT, SIGTERM, SIGHUP};
    struct sigaction now;
    sigemptyset(ret_set);
    for (size_t i = 0; i < sizeof(number) / sizeof(number[0]); i++)
        if (sigaction(number[i], NULL, &now) == 0 && now.sa_handler != SIG_IGN)
            sigaddset(ret_set, number[i]);
}

// Whether one of some signals that are held back has come.
static bool is_pending(const sigset_t *of)
{
    sigset_t pending;
    if (sigpending(&pending) != 0)
        return false;
    return (sigismember(of, SIGINT) && sigismember(&pending, SIGINT)) ||
           (sigismember(of, SIGTERM) && sigismember(&pending, SIGTERM)) ||
           (sigismember(of, SIGHUP) && sigismember(&pending, SIGHUP));
}

// held: signals that are held back and end the writing; NULL when none is.
static bool write_all(int fd, struct rp_str text, const sigset_t *held)
{
    // Piece by piece, so that a signal does not wait for gigabytes.
    enum { PIECE = 1024 * 1024 };
    for (size_t n = 0; n < text.n;) {
        size_t left = text.n - n;
        if (held && is_pending(held)) {
            errno = EINTR;
            return false;
        }
        ssize_t put = write(fd, text.p + n, held && left > PIECE ? PIECE : left);
        if (put < 0 && errno == EINTR)
            continue;
        if (put < 0)
            return false;
        n += (size_t)put;
    }
    return true;
}

// Permissions of the file that is replaced, or what the user's mask gives to a new one.
static mode_t mode_for(const char *path)
{
    struct stat st;
    if (stat(path, &st) == 0)
        return st.st_mode & 0777;
    mode_t mask = umask(0);
    umask(mask);
    return 0666 & ~mask;
}

// A device or a pipe is written to, not replaced.
static enum rp_status write_in_place(const char *path, struct rp_str text,
                                     struct rp_file_error *ret_error)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    if (fd < 0)
        return fail(ret_error);
    bool ok = write_all(fd, text, NULL);
    int code = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        code = errno;
    }
    ret_error->code = ok ? 0 : code;
    return ok ? RP_OK : RP_ERR_IO;
}

static enum rp_status replace_held(struct rp_arena *a, const char *path, struct rp_str text,
                                   const sigset_t *held, struct rp_file_error *ret_error)
{
    // The name is the arena's own copy, so that mkstemp may write into it.
    size_t n = strlen(path);
    char *beside = RP_NEWN(a, char, n + sizeof(".XXXXXX"));
    memcpy(beside, path, n);
    memcpy(beside + n, ".XXXXXX", sizeof(".XXXXXX"));
    int fd = mkstemp(beside);
    if (fd < 0)
        return fail(ret_error);
    bool ok = write_all(fd, text, held) && fchmod(fd, mode_for(path)) == 0 && fsync(fd) == 0;
    int code = errno;
    if (close(fd) != 0 && ok) {
        ok = false;
        code = errno;
    }
    if (ok && rename(beside, path) != 0) {
        ok = false;
        code = errno;
    }
    if (ok)
        return RP_OK;
    unlink(beside);
    ret_error->code = code;
    return RP_ERR_IO;
}

// Written beside and renamed, so that the old file is whole until the new one is.  A signal that would
// end the program waits until the file beside has its name or is gone.
static enum rp_status replace(struct rp_arena *a, const char *path, struct rp_str text,
                              struct rp_file_error *ret_error)
{
    sigset_t held, before;
    ending_signals(&held);
    bool holds = sigprocmask(SIG_BLOCK, &held, &before) == 0;
    enum rp_status status = replace_held(a, path, text, holds ? &held : NULL, ret_error);
    if (holds)
        sigprocmask(SIG_SETMASK, &before, NULL);
    return status;
}

enum rp_status rp_file_write(struct rp_arena *a, const char *path, struct rp_str text,
                             struct rp_file_error *ret_error)
{
    *ret_error = (struct rp_file_error){0};
    if (strcmp(path, "-") == 0)
        return write_all(STDOUT_FILENO, text, NULL) ? RP_OK : fail(ret_error);
    struct stat st;
    if (stat(path, &st) != 0)
        return replace(a, path, text, ret_error);
    if (S_ISDIR(st.st_mode)) {
        ret_error->code = EISDIR;
        return RP_ERR_IO;
    }
    if (!S_ISREG(st.st_mode))
        return write_in_place(path, text, ret_error);
    // What a link points to is replaced, not the link.
    char *target = realpath(path, NULL);
    if (!target)
        return fail(ret_error);
    const char *copy = rp_str_copy(a, rp_str_of(target)).p;
    free(target);
    return replace(a, copy, text, ret_error);
}

struct rp_str rp_file_full_name(struct rp_arena *a, struct rp_str path)
{
    struct rp_str name = rp_str_copy(a, path.n ? path : RP_STR("."));
    char *real = realpath(name.p, NULL);
    if (real) {
        name = rp_str_copy(a, rp_str_of(real));
        free(real);
        return name;
    }
    if (name.n >= PATH_MAX)
        return name; // nothing can have it
    while (name.n > 1 && name.p[name.n - 1] == '/')
        name.n--;
    struct rp_str folder = rp_file_folder(name);
    struct rp_str last = {name.p + folder.n, name.n - folder.n};
    // Nothing is left to take away: the root, or the folder of the run itself, is not there.
    if (last.n == 0 || rp_str_eq(name, RP_STR(".")))
        return name;
    folder = rp_file_full_name(a, folder);
    return rp_str_eq(last, RP_STR(".")) ? folder : rp_file_join(a, folder, last);
}

struct rp_str rp_file_folder(struct rp_str path)
{
    size_t n = path.n;
    while (n > 0 && path.p[n - 1] != '/')
        n--;
    return (struct rp_str){path.p, n};
}

struct rp_str rp_file_join(struct rp_arena *a, struct rp_str folder, struct rp_str name)
{
    if (name.n && name.p[0] == '/')
        return rp_str_copy(a, name);
    const char *slash = folder.n && folder.p[folder.n - 1] != '/' ? "/" : "";
    return rp_str_printf(a, "%.*s%s%.*s", RP_FMT(folder), slash, RP_FMT(name));
}
