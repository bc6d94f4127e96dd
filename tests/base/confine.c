/* A process that confined itself runs nothing and reaches nobody, and reads as before. In a child: there is no way back. */
#include "base/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cmocka.h>

enum { HOLDS, NO_FILTER, RUNS, REACHES, RINGS, READS_NOT, GAINS };

static void *reaches(void *unused)
{
    (void)unused;
    return socket(AF_INET, SOCK_STREAM, 0) == -1 && errno == EPERM ? NULL : &errno;
}

/* Everything is looked at by a thread too that began before. */
static int confined(void)
{
    char *const words[] = { (char[]){ "true" }, NULL };
    void *thread_reached = NULL;
    pthread_t thread;

    if (!confine())
        return prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) == 1 ? NO_FILTER : GAINS;
    if (prctl(PR_GET_NO_NEW_PRIVS, 0, 0, 0, 0) != 1)
        return GAINS;
    if (execv("/bin/true", words) != -1 || errno != EPERM)
        return RUNS;
    if (socket(AF_INET, SOCK_STREAM, 0) != -1 || errno != EPERM || socket(AF_UNIX, SOCK_STREAM, 0) != -1)
        return REACHES;
    if (syscall(425, 1, NULL) != -1 || errno != EPERM)
        return RINGS;
    if (pthread_create(&thread, NULL, reaches, NULL) != 0 || pthread_join(thread, &thread_reached) != 0)
        return READS_NOT;
    if (thread_reached)
        return REACHES;
    return open("/proc/self/status", O_RDONLY | O_CLOEXEC) >= 0 ? HOLDS : READS_NOT;
}

static void test_refuses(void **state)
{
    int status = -1;
    pid_t child = fork();

    (void)state;
    if (child == 0)
        _exit(confined());
    assert_true(child > 0);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    if (WEXITSTATUS(status) == NO_FILTER)
        skip();
    assert_int_equal(WEXITSTATUS(status), HOLDS);
}

int main(void)
{
    const struct CMUnitTest tests[] = { cmocka_unit_test(test_refuses) };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
