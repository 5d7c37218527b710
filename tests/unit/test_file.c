// SPDX-License-Identifier: Apache-2.0
/*
 * Tests of base/file: what is written is whole, and a signal leaves nothing beside it.
 */
#include "base/file.h"
#include "rp_test.h"

#include <dirent.h>
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static uint32_t files_in(const char *folder)
{
    uint32_t n = 0;
    DIR *d = opendir(folder);
    if (!d)
        return UINT32_MAX;
    for (struct dirent *e = readdir(d); e; e = readdir(d))
        n += e->d_name[0] != '.';
    closedir(d);
    return n;
}

// Writes while a signal is on its way; gives 0 when the old file is whole and alone.
static int write_under(struct rp_arena *a, const char *folder, int number)
{
    struct rp_str path = rp_str_printf(a, "%s/answer", folder), text;
    struct rp_file_error error;
    sigset_t set;
    if (rp_file_write(a, path.p, RP_STR("old"), &error) != RP_OK)
        return 1;
    signal(number, SIG_DFL); // whoever started the tests may have it ignored
    sigemptyset(&set);
    sigaddset(&set, number);
    sigprocmask(SIG_BLOCK, &set, NULL);
    raise(number);
    if (rp_file_write(a, path.p, RP_STR("new"), &error) != RP_ERR_IO || error.code != EINTR)
        return 2;
    if (rp_file_read(a, path.p, 100, &text, &error) != RP_OK || !rp_str_eq(text, RP_STR("old")))
        return 3;
    if (files_in(folder) != 1)
        return 4;
    // A signal that is ignored stops nothing.
    signal(number, SIG_IGN);
    raise(number);
    return rp_file_write(a, path.p, RP_STR("new"), &error) == RP_OK ? 0 : 5;
}

// The same in a process of its own, whose signals are not ours.
static void test_signals(void)
{
    static const int row[] = {SIGINT, SIGTERM, SIGHUP};
    for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++) {
        struct rp_arena a;
        char folder[] = "/tmp/rempart-test-XXXXXX";
        rp_arena_init(&a);
        CHECK(mkdtemp(folder) != NULL);
        pid_t pid = fork();
        if (pid == 0)
            _exit(write_under(&a, folder, row[i]));
        int status = -1;
        waitpid(pid, &status, 0);
        CHECK(WIFEXITED(status) && WEXITSTATUS(status) == 0);
        CHECK(files_in(folder) == 1);
        unlink(rp_str_printf(&a, "%s/answer", folder).p);
        CHECK(rmdir(folder) == 0);
        rp_arena_done(&a);
    }
}

int main(void)
{
    test_signals();
    TEST_DONE();
}
