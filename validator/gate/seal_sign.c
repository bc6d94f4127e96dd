#include "gate/seal_sign.h"

#include "base/buf.h"
#include "base/clock.h"
#include "base/write.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

extern char **environ;

enum { MOST_WORDS = 64, LARGEST_SIGNATURE = 1 << 20, SIGNATURE_FD = 3 };

/* The signature as a file that only the command sees. */
static const char signature_file[] = "/proc/self/fd/3";

struct run {
    struct arena *arena;
    char *words[MOST_WORDS + 1];
    size_t word_count;
    int in, signature, out; /* the command's standard input and signature, and our end of its output; -1: none */
    pid_t pid;
    int64_t deadline; /* milliseconds of the monotonic clock */
    struct str *error;
};

static bool fail(struct run *r, const char *what, const char *why)
{
    *r->error = arena_printf(r->arena, "%s: %s", what, why);
    return false;
}

/* Cuts one word off the command; false at its end, or with an error for a quote that is not closed. */
static bool next_word(struct run *r, struct str *rest, struct buf *word)
{
    char quote = '\0';
    size_t i = 0;

    *rest = str_trim(*rest);
    if (rest->len == 0)
        return false;
    for (; i < rest->len && (quote || (rest->p[i] != ' ' && rest->p[i] != '\t' && rest->p[i] != '\n')); i++) {
        char c = rest->p[i];
        if (quote ? c == quote : c == '\'' || c == '"')
            quote = quote ? '\0' : c;
        else
            buf_char(word, c);
    }
    *rest = str_from(*rest, i);
    if (quote)
        fail(r, "the command", "a quotation mark is not closed");
    return quote == '\0';
}

static bool split(struct run *r, struct str command)
{
    struct buf word = { 0 };
    struct str rest = command;

    *r->error = STR("");
    while (r->word_count < MOST_WORDS && next_word(r, &rest, &word)) {
        r->words[r->word_count++] = (char *)(uintptr_t)arena_copy(r->arena, buf_str(&word)).p;
        buf_reset(&word);
    }
    buf_free(&word);
    if (r->error->len)
        return false;
    return r->word_count && str_trim(rest).len == 0 ? true : fail(r, "the command", "it has no word, or too many");
}

/* Bytes as a file in memory, read from its beginning; -1 with the error. */
static int file_of(struct run *r, struct str bytes)
{
    int fd = memfd_create("prowgate", MFD_CLOEXEC);

    if (fd >= 0 && write_all(fd, bytes) && lseek(fd, 0, SEEK_SET) == 0)
        return fd;
    fail(r, "memory file", strerror(errno));
    if (fd >= 0)
        close(fd);
    return -1;
}

static bool start(struct run *r)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    int ends[2], number;

    if (pipe2(ends, O_CLOEXEC) != 0)
        return fail(r, "pipe", strerror(errno));
    r->out = ends[0];
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, r->in, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    if (r->signature >= 0)
        posix_spawn_file_actions_adddup2(&actions, r->signature, SIGNATURE_FD);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP);
    number = posix_spawnp(&r->pid, r->words[0], &actions, &attributes, r->words, environ);
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    close(ends[1]);
    return number == 0 ? true : (r->pid = 0, fail(r, r->words[0], strerror(number)));
}

/* All that it writes; false when it takes too long, or writes too much. */
static bool collect(struct run *r, struct buf *output)
{
    for (;;) {
        struct pollfd p = { .fd = r->out, .events = POLLIN };
        int64_t left = r->deadline - clock_ms();
        int ready = poll(&p, 1, left > 0 ? (int)left : 0);
        ssize_t n;

        if (ready < 0 && errno == EINTR)
            continue;
        if (ready <= 0)
            return fail(r, r->words[0], "it took too long and was stopped");
        n = read(r->out, buf_room(output, 4096), 4096);
        if (n < 0 && errno != EINTR)
            return fail(r, r->words[0], strerror(errno));
        if (n == 0)
            return true;
        output->len += n > 0 ? (size_t)n : 0;
        if (output->len > LARGEST_SIGNATURE)
            return fail(r, r->words[0], "it wrote more than a signature has");
    }
}

/* Its status once it ended by itself within the time; -1 else. */
static int await(struct run *r)
{
    const struct timespec pause = { 0, 2000000 };
    int status;

    for (;;) {
        pid_t ended = waitpid(r->pid, &status, WNOHANG);
        if (ended == r->pid) {
            r->pid = 0;
            return status;
        }
        if ((ended < 0 && errno != EINTR) || clock_ms() > r->deadline)
            return -1;
        nanosleep(&pause, NULL);
    }
}

static bool finish(struct run *r)
{
    int status = await(r);

    if (status == -1)
        return fail(r, r->words[0], "it took too long and was stopped");
    if (WIFEXITED(status) && WEXITSTATUS(status) == 0)
        return true;
    *r->error = WIFEXITED(status)
                    ? arena_printf(r->arena, "%s: it ended with status %d", r->words[0], WEXITSTATUS(status))
                    : arena_printf(r->arena, "%s: signal %d ended it", r->words[0], WTERMSIG(status));
    return false;
}

/* Whatever happened, nothing is left behind. */
static void end(struct run *r)
{
    if (r->pid > 0) {
        kill(-r->pid, SIGKILL);
        while (waitpid(r->pid, NULL, 0) < 0 && errno == EINTR)
            ;
    }
    for (size_t i = 0; i < 3; i++) {
        int fd = i == 0 ? r->in : i == 1 ? r->signature : r->out;
        if (fd >= 0)
            close(fd);
    }
}

static bool run(struct run *r, struct str body, struct buf *output)
{
    r->in = file_of(r, body);
    return r->in >= 0 && start(r) && collect(r, output) && finish(r);
}

bool seal_sign(struct arena *a, struct str command, struct str body, unsigned timeout_ms, struct str *signature,
               struct str *error)
{
    struct run r = {
        .arena = a, .in = -1, .signature = -1, .out = -1, .deadline = clock_ms() + timeout_ms, .error = error
    };
    struct buf output = { 0 };
    bool ok = split(&r, command) && run(&r, body, &output);

    end(&r);
    *signature = arena_copy(a, buf_str(&output));
    buf_free(&output);
    if (ok && signature->len == 0)
        ok = fail(&r, r.words[0], "it wrote no signature to standard output");
    return ok;
}

/* The word may stand inside another: --signature={signature}. */
static bool put_file_name(struct run *r)
{
    bool any = false;

    for (size_t i = 0; i < r->word_count; i++) {
        struct str word = str_c(r->words[i]);
        size_t at = str_find(word, STR(SEAL_SIGNATURE_WORD));
        if (at == SIZE_MAX)
            continue;
        any = true;
        r->words[i] = (char *)(uintptr_t)ARENA_JOIN(r->arena, str_slice(word, 0, at), STR(signature_file),
                                                    str_from(word, at + sizeof SEAL_SIGNATURE_WORD - 1))
                          .p;
    }
    return any || fail(r, "the command", "it has no " SEAL_SIGNATURE_WORD ", where the signature's file is named");
}

bool seal_check_signature(struct arena *a, struct str command, struct str body, struct str signature,
                          unsigned timeout_ms, struct str *error)
{
    struct run r = {
        .arena = a, .in = -1, .signature = -1, .out = -1, .deadline = clock_ms() + timeout_ms, .error = error
    };
    struct buf output = { 0 };
    bool ok = split(&r, command) && put_file_name(&r);

    if (ok) {
        r.signature = file_of(&r, signature);
        ok = r.signature >= 0 && run(&r, body, &output);
    }
    end(&r);
    buf_free(&output);
    return ok;
}

bool command_status(struct arena *a, struct str command, unsigned timeout_ms, int *status, struct str *error)
{
    struct run r = {
        .arena = a, .in = -1, .signature = -1, .out = -1, .deadline = clock_ms() + timeout_ms, .error = error
    };
    struct buf output = { 0 };
    bool ok = split(&r, command);
    int ended = -1;

    if (ok) {
        r.in = file_of(&r, STR(""));
        ok = r.in >= 0 && start(&r) && collect(&r, &output);
    }
    if (ok && (ended = await(&r)) == -1)
        ok = fail(&r, r.words[0], "it took too long and was stopped");
    else if (ok && !WIFEXITED(ended))
        ok = fail(&r, r.words[0], "a signal ended it");
    *status = ok ? WEXITSTATUS(ended) : -1;
    end(&r);
    buf_free(&output);
    return ok;
}
