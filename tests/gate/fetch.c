/* Fetching, against a server that misbehaves on order (server.py): each fault is tried again or refused as it should
 * be, with exact counts of requests, and no wait goes past the deadline. Waits take no time here: the clock is ours. */
#include "source/fetch.h"
#include "tests/gate/fetch_server.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

#define SECOND INT64_C(1000000000)
#define MS INT64_C(1000000)

static const char token[] = "s3cret-t0ken";

enum { MOST_WAITS = 16 };

/* A clock that waits in no time, and remembers. */
struct clock {
    struct retry_clock clock;
    int64_t waited; /* of all waits */
    int64_t waits[MOST_WAITS];
    unsigned count, logged;
    char log[4096];
};

static struct server server;

static int64_t monotonic(void)
{
    struct timespec t;

    clock_gettime(CLOCK_MONOTONIC, &t);
    return (int64_t)t.tv_sec * SECOND + t.tv_nsec;
}

/* Real time passes too: a server's slowness is real. */
static int64_t clock_now(void *context)
{
    return monotonic() + ((struct clock *)context)->waited;
}

static int64_t clock_date(void *context)
{
    return time(NULL) + ((struct clock *)context)->waited / SECOND;
}

static bool clock_wait(void *context, int64_t ns, int cancel)
{
    struct clock *c = context;

    (void)cancel;
    assert_true(c->count < MOST_WAITS);
    c->waits[c->count++] = ns;
    c->waited += ns;
    return true;
}

static void remember(void *context, const struct fetch_retry *r)
{
    struct clock *c = context;
    size_t used = strlen(c->log);

    c->logged++;
    snprintf(c->log + used, sizeof c->log - used, "%u/%u %s %lld: %.*s\n", r->attempt, r->attempts,
             fetch_kind_name(r->kind), (long long)(r->wait / MS), STR_ARG(r->words));
}

static struct fetch_options options(struct clock *c)
{
    struct fetch_options o = fetch_defaults();

    *c = (struct clock){ .clock = { clock_now, clock_date, clock_wait, c } };
    o.timeout = 2 * SECOND;
    o.connect_timeout = 2 * SECOND;
    o.most = 1 << 20;
    o.clock = &c->clock;
    o.log = remember;
    o.log_context = c;
    return o;
}

/* One fetch and all that came of it. */
struct run {
    struct clock clock;
    struct fetch_options o;
    struct arena a;
    struct fetch_answer answer;
    struct fetch_error error;
    bool ok;
    int64_t took; /* real nanoseconds */
};

static void begin(struct run *r)
{
    *r = (struct run){ 0 };
    r->o = options(&r->clock);
}

static void get(struct run *r, const char *base, const char *path)
{
    struct str url = arena_printf(&r->a, "%s%s", base, path);
    int64_t start = monotonic();

    r->ok = fetch_url(url, &r->o, &r->a, &r->answer, &r->error);
    r->took = monotonic() - start;
}

static void end(struct run *r)
{
    buf_free(&r->answer.body);
    arena_free(&r->a);
}

/* How often the server was asked for a path, and how the last request was authorized. */
static void seen(const char *path, char text[64])
{
    struct run r;

    begin(&r);
    get(&r, server.http, arena_printf(&r.a, "/_seen%s", path).p);
    assert_true(r.ok && r.answer.body.len < 64);
    memcpy(text, r.answer.body.p, r.answer.body.len + 1);
    end(&r);
}

static int count(const char *path)
{
    char text[64];

    seen(path, text);
    return atoi(text + strlen("count: "));
}

static void assert_authorized(const char *path, const char *how)
{
    char text[64];

    seen(path, text);
    assert_non_null(strstr(text, "authorization: "));
    assert_string_equal(strstr(text, "authorization: ") + strlen("authorization: "), how);
}

/* Succeeds after so many failures, with so many requests. */
static void heals(const char *path, int requests)
{
    struct run r;

    begin(&r);
    r.o.timeout = 300 * MS;
    get(&r, server.http, path);
    if (!r.ok)
        print_error("%s: %.*s\n", path, STR_ARG(r.error.words));
    assert_true(r.ok);
    assert_true(str_starts(buf_str(&r.answer.body), STR("presubmits:\n")));
    assert_true(str_ends(buf_str(&r.answer.body), STR("tide:\n  sync_period: 1m0s\n")));
    assert_int_equal(r.answer.attempts, requests);
    assert_int_equal(r.clock.logged, requests - 1);
    assert_int_equal(count(path), requests);
    end(&r);
}

/* Fails with the first request. */
static void refuses(const char *base, const char *path, enum fetch_kind kind, const char *words, int requests)
{
    struct run r;

    begin(&r);
    get(&r, base, path);
    assert_false(r.ok);
    if (r.error.kind != kind || !str_has(r.error.words, str_c(words)))
        fail_msg("%s: %s: %.*s", path, fetch_kind_name(r.error.kind), STR_ARG(r.error.words));
    assert_int_equal(r.error.last, kind);
    assert_int_equal(r.error.attempts, 1);
    assert_int_equal(r.clock.count, 0);
    assert_int_equal(count(path), requests);
    end(&r);
}

static void takes_a_good_answer_at_once(void **state)
{
    (void)state;
    heals("/good/first", 1);
    heals("/chunked/0", 1);
    heals("/gzip/0", 1);
}

static void tries_again_what_can_heal(void **state)
{
    (void)state;
    heals("/fail/2/503/a", 3);
    heals("/fail/1/500/a", 2);
    heals("/fail/4/502/a", 5);
    heals("/fail/1/429/a", 2);
    heals("/reset/2/a", 3);
    heals("/eof/2/a", 3);
    heals("/cut/1/a", 2);
    heals("/gzip-cut/1/a", 2);
    heals("/slow/1/a", 2);
    heals("/silent/1/a", 2);
}

static void refuses_at_once_what_cannot_heal(void **state)
{
    (void)state;
    refuses(server.http, "/status/401", FETCH_STATUS, "answers 401: it wants a token (--token-file", 1);
    refuses(server.http, "/status/403", FETCH_STATUS, "answers 403", 1);
    refuses(server.http, "/status/404", FETCH_STATUS, "answers 404", 1);
    refuses(server.http, "/status/408", FETCH_STATUS, "answers 408", 1);
    refuses(server.http, "/status/204", FETCH_STATUS, "answers 204", 1);
    refuses(server.http, "/status/206", FETCH_STATUS, "answers 206", 1);
    refuses(server.http, "/status/304", FETCH_STATUS, "answers 304", 1);
    refuses(server.http, "/endless-status/410", FETCH_STATUS, "answers 410", 1);
    refuses(server.http, "/loop/a", FETCH_REDIRECT, "more than 10 redirects", 11);
    refuses(server.http, "/file/a", FETCH_REDIRECT, "where prowgate does not go", 1);
    refuses(server.http, "/large/a", FETCH_TOO_LARGE, "larger than 1048576 bytes", 1);
    refuses(server.http, "/endless/a", FETCH_TOO_LARGE, "larger than 1048576 bytes", 1);
    refuses(server.http, "/bomb/a", FETCH_TOO_LARGE, "unpacks to more than 1048576 bytes", 1);
    refuses(server.http, "/gzip-wrong/a", FETCH_UNREADABLE, "can't be unpacked", 1);
    refuses(server.http, "/br/a", FETCH_UNREADABLE, "encoding \"br\"", 1);
    refuses(server.http, "/unframed/a", FETCH_UNREADABLE, "does not say where it ends", 1);
    refuses(server.http, "/part/a", FETCH_UNREADABLE, "a part of the whole", 1);
    refuses(server.http, "/rubbish/a", FETCH_UNREADABLE, "more follows the end", 1);
    refuses(server.http, "/empty/a", FETCH_NOT_YAML, "an empty object", 1);
    refuses(server.http, "/api/a", FETCH_NOT_YAML, "a Kubernetes Status object, \"configmaps is forbidden\"", 1);
    refuses(server.http, "/error/a", FETCH_NOT_YAML, "an object with \"error\"", 1);
    refuses(server.http, "/old/a", FETCH_UNREADABLE, "HTTP/0.9", 1);
    refuses(server.http, "/html/a", FETCH_NOT_YAML, "an HTML page with the title \"Sign in &amp; go\"", 1);
    refuses(server.http, "/text/a", FETCH_NOT_YAML, "a text, not a configuration", 1);
    refuses(server.http, "/broken/a", FETCH_NOT_YAML, "no YAML (yaml: line", 1);
    refuses(server.http, "/nothing/a", FETCH_NOT_YAML, "nothing, not a configuration", 1);
}

static void refuses_once(const char *path, struct str with)
{
    struct run r;

    begin(&r);
    r.o.retry.attempts = 1;
    r.o.token = with;
    get(&r, server.http, path);
    assert_false(r.ok);
    end(&r);
}

/* Half of an answer with an end that is said in two ways, in none that is known, or too early. */
static void takes_no_half_and_sends_no_bare_token(void **state)
{
    (void)state;
    refuses_once("/twice/100", STR(""));
    refuses_once("/both/100", STR(""));
    refuses_once("/list/100", STR(""));
    refuses_once("/identity/100", STR(""));
    refuses_once("/comma/100", STR(""));
    refuses_once("/short/100", STR(""));
    refuses_once("/good/plain", str_c(token)); /* which does not go over plain HTTP */
    assert_authorized("/good/plain", "never\n");
}

static void refuses_bad_urls_without_a_request(void **state)
{
    static const char *const urls[] = {
        "http://", "http://a b/", "ftp://127.0.0.1/x", "file:///etc/hostname", "", "http://user:pw@127.0.0.1/x"
    };

    (void)state;
    for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
        struct run r;
        begin(&r);
        get(&r, urls[i], "");
        assert_false(r.ok);
        assert_int_equal(r.error.kind, FETCH_BAD_URL);
        assert_int_equal(r.error.attempts, 0);
        assert_true(r.error.words.len > 0 && !str_has(r.error.words, STR("pw")));
        end(&r);
    }
}

static void attempts_means_attempts(void **state)
{
    static const int64_t waits[] = { 1000, 2000, 3000, 3000 };

    (void)state;
    for (unsigned attempts = 1; attempts <= 5; attempts++) {
        struct run r;
        const char *path;
        begin(&r);
        path = arena_printf(&r.a, "/fail/99/503/attempts-%u", attempts).p;
        r.o.retry.attempts = attempts;
        r.o.retry.most = 3 * SECOND;
        get(&r, server.http, path);
        assert_false(r.ok);
        assert_int_equal(r.error.kind, FETCH_EXHAUSTED);
        assert_int_equal(r.error.last, FETCH_BUSY);
        assert_int_equal(r.error.status, 503);
        assert_int_equal(r.error.attempts, attempts);
        assert_int_equal(count(path), attempts);
        assert_int_equal(r.clock.count, attempts - 1);
        for (unsigned i = 0; i < r.clock.count; i++)
            assert_int_equal(r.clock.waits[i], waits[i] * MS);
        end(&r);
    }
}

static void each_retry_is_logged_with_its_reason(void **state)
{
    struct run r;

    (void)state;
    begin(&r);
    r.o.retry.attempts = 3;
    get(&r, server.http, "/fail/99/503/log");
    assert_string_equal(r.clock.log, "1/3 busy 1000: the server answers 503\n2/3 busy 2000: the server answers 503\n");
    assert_true(str_eq(r.error.words, STR("gave up after 3 attempts: the server answers 503")));
    end(&r);
}

static void waits_as_long_as_the_server_asks(void **state)
{
    struct run r;

    (void)state;
    begin(&r);
    get(&r, server.http, "/later/1/7/429/a");
    assert_true(r.ok);
    assert_int_equal(r.clock.count, 1);
    assert_int_equal(r.clock.waits[0], 7 * SECOND);
    end(&r);
    begin(&r);
    get(&r, server.http, "/later/1/40/503/a");
    assert_true(r.ok);
    assert_int_equal(r.clock.waits[0], 40 * SECOND);
    end(&r);
    /* A date; a second may pass between the server's clock and ours. */
    begin(&r);
    get(&r, server.http, "/date/1/20/a");
    assert_true(r.ok);
    assert_in_range(r.clock.waits[0], 18 * SECOND, 20 * SECOND);
    end(&r);
    /* A date that is over, and words that are none: our own wait. */
    begin(&r);
    get(&r, server.http, "/date/1/0/b");
    assert_int_equal(r.clock.waits[0], SECOND);
    end(&r);
    begin(&r);
    get(&r, server.http, "/later/1/soon/429/a");
    assert_int_equal(r.clock.waits[0], SECOND);
    end(&r);
    begin(&r);
    get(&r, server.http, "/later/1/-5/429/a");
    assert_int_equal(r.clock.waits[0], SECOND);
    end(&r);
}

static void never_waits_past_the_deadline(void **state)
{
    struct run r;

    (void)state;
    begin(&r);
    r.o.retry.deadline = 10 * SECOND;
    get(&r, server.http, "/later/9/3600/429/deadline");
    assert_false(r.ok);
    assert_int_equal(r.error.kind, FETCH_DEADLINE);
    assert_int_equal(r.error.last, FETCH_BUSY);
    assert_int_equal(r.error.attempts, 1);
    assert_int_equal(r.clock.count, 0);
    assert_true(str_has(r.error.words, STR("the deadline of 10s would pass while waiting 1h0m0s")));
    assert_int_equal(count("/later/9/3600/429/deadline"), 1);
    end(&r);
    /* 1 + 2 + 4 fit, 8 does not. */
    begin(&r);
    r.o.retry.attempts = 9;
    r.o.retry.deadline = 10 * SECOND;
    get(&r, server.http, "/fail/99/503/deadline");
    assert_int_equal(r.error.kind, FETCH_DEADLINE);
    assert_int_equal(r.error.attempts, 4);
    assert_int_equal(r.clock.waited, 7 * SECOND);
    assert_int_equal(count("/fail/99/503/deadline"), 4);
    end(&r);
}

static void the_deadline_cuts_an_attempt_short(void **state)
{
    struct run r;

    (void)state;
    begin(&r);
    r.o.retry.deadline = 300 * MS;
    get(&r, server.http, "/silent/9/deadline");
    assert_false(r.ok);
    assert_int_equal(r.error.kind, FETCH_DEADLINE);
    assert_int_equal(r.error.last, FETCH_TIMEOUT);
    assert_int_equal(r.error.attempts, 1);
    assert_in_range(r.took, 250 * MS, 1500 * MS);
    assert_true(str_starts(r.error.words, STR("the deadline of 300ms is over after 1 attempt: ")));
    end(&r);
}

static void nobody_listens(void **state)
{
    struct run r;

    (void)state;
    begin(&r);
    r.o.retry.attempts = 3;
    get(&r, "http://127.0.0.1:1", "/config");
    assert_int_equal(r.error.kind, FETCH_EXHAUSTED);
    assert_int_equal(r.error.last, FETCH_CONNECTION);
    assert_int_equal(r.error.attempts, 3);
    end(&r);
}

static void verifies_certificates(void **state)
{
    struct run r;

    (void)state;
    begin(&r);
    get(&r, server.https, "/good/tls");
    assert_false(r.ok);
    assert_int_equal(r.error.kind, FETCH_CERTIFICATE);
    assert_int_equal(r.error.attempts, 1);
    assert_int_equal(count("/good/tls"), 0);
    end(&r);
    begin(&r);
    r.o.ca_file = server.certificate;
    get(&r, server.https, "/good/tls");
    assert_true(r.ok);
    end(&r);
    /* The certificate is for 127.0.0.1, not for this name. */
    begin(&r);
    r.o.ca_file = server.certificate;
    get(&r, arena_printf(&r.a, "https://localhost:%s", strrchr(server.https, ':') + 1).p, "/good/name");
    assert_int_equal(r.error.kind, FETCH_CERTIFICATE);
    end(&r);
    begin(&r);
    r.o.ca_file = "/nowhere/ca.pem";
    get(&r, server.https, "/good/ca");
    assert_int_equal(r.error.kind, FETCH_CERTIFICATE);
    assert_int_equal(r.error.attempts, 1);
    end(&r);
    begin(&r);
    r.o.ca_file = server.certificate;
    get(&r, server.https, "/down/a");
    assert_int_equal(r.error.kind, FETCH_REDIRECT);
    assert_int_equal(count("/good/down"), 0);
    end(&r);
}

/* A server that speaks no TLS will not learn it; one that hangs up during the handshake may be better next time. */
static void tells_no_tls_from_a_broken_connection(void **state)
{
    struct run r;

    (void)state;
    begin(&r);
    get(&r, arena_printf(&r.a, "https%s", server.http + strlen("http")).p, "/good/no-tls");
    assert_int_equal(r.error.kind, FETCH_UNREADABLE);
    assert_int_equal(r.error.attempts, 1);
    end(&r);
    begin(&r);
    r.o.retry.attempts = 3;
    get(&r, server.rude, "/good/rude");
    assert_int_equal(r.error.kind, FETCH_EXHAUSTED);
    assert_int_equal(r.error.last, FETCH_CONNECTION);
    assert_int_equal(r.error.attempts, 3);
    end(&r);
}

static void the_token_goes_to_its_host_only(void **state)
{
    static const struct {
        const char *from, *to, *authorized;
    } cases[] = {
        { "/good/token", "/good/token", "right\n" },
        { "/hop-here/a", "/good/hopped/a", "right\n" },
        { "/hop/b", "/good/hopped/b", "none\n" },
        { "/hop-name/c", "/good/hopped/c", "none\n" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct run r;
        begin(&r);
        r.o.token = str_c(token);
        r.o.bare_token = true;
        get(&r, server.http, cases[i].from);
        assert_true(r.ok);
        assert_true(str_ends(r.answer.url, str_c(cases[i].to)));
        assert_authorized(cases[i].from, "right\n");
        assert_authorized(cases[i].to, cases[i].authorized);
        end(&r);
    }
}

static void the_token_is_in_no_message(void **state)
{
    static const char *const paths[] = { "/status/401", "/fail/99/503/token", "/loop/token", "/html/token",
                                         "/reset/99/token" };

    (void)state;
    for (size_t i = 0; i < sizeof paths / sizeof *paths; i++) {
        struct run r;
        begin(&r);
        r.o.token = str_c(token);
        r.o.bare_token = true;
        r.o.retry.attempts = 2;
        get(&r, server.http, paths[i]);
        assert_false(r.ok);
        assert_false(str_has(r.error.words, str_c(token)));
        assert_null(strstr(r.clock.log, token));
        end(&r);
    }
}

/* Writes into a pipe after a while, from another process. */
static pid_t cancel_later(int fd, int ms)
{
    pid_t pid = fork();

    if (pid == 0) {
        usleep((useconds_t)ms * 1000);
        _exit(write(fd, "x", 1) == 1 ? 0 : 1);
    }
    return pid;
}

static void cancel(const char *base, const char *path, const struct retry_clock *clock)
{
    int ends[2];
    struct run r;
    pid_t pid;

    assert_int_equal(pipe(ends), 0);
    begin(&r);
    r.o.cancel = ends[0];
    r.o.clock = clock;
    r.o.retry.initial = 20 * SECOND;
    r.o.timeout = 20 * SECOND;
    r.o.connect_timeout = 20 * SECOND;
    pid = cancel_later(ends[1], 150);
    get(&r, base, path);
    assert_false(r.ok);
    assert_int_equal(r.error.kind, FETCH_CANCELLED);
    assert_in_range(r.took, 100 * MS, 1000 * MS);
    waitpid(pid, NULL, 0);
    close(ends[0]);
    close(ends[1]);
    end(&r);
}

static void cancelling_ends_it_at_once(void **state)
{
    (void)state;
    cancel(server.http, "/silent/9/cancel", NULL);   /* while an answer is awaited */
    cancel(server.http, "/fail/9/503/cancel", NULL); /* while the next attempt is */
    assert_int_equal(count("/fail/9/503/cancel"), 1);
}

int main(int argc, char **argv)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(takes_a_good_answer_at_once),
        cmocka_unit_test(tries_again_what_can_heal),
        cmocka_unit_test(refuses_at_once_what_cannot_heal),
        cmocka_unit_test(refuses_bad_urls_without_a_request),
        cmocka_unit_test(attempts_means_attempts),
        cmocka_unit_test(each_retry_is_logged_with_its_reason),
        cmocka_unit_test(waits_as_long_as_the_server_asks),
        cmocka_unit_test(never_waits_past_the_deadline),
        cmocka_unit_test(the_deadline_cuts_an_attempt_short),
        cmocka_unit_test(nobody_listens),
        cmocka_unit_test(verifies_certificates),
        cmocka_unit_test(tells_no_tls_from_a_broken_connection),
        cmocka_unit_test(takes_no_half_and_sends_no_bare_token),
        cmocka_unit_test(the_token_goes_to_its_host_only),
        cmocka_unit_test(the_token_is_in_no_message),
        cmocka_unit_test(cancelling_ends_it_at_once),
    };
    int failed;

    if (argc != 2)
        return 2;
    /* Nothing here goes through a proxy. */
    setenv("no_proxy", "*", 1);
    signal(SIGPIPE, SIG_IGN);
    start_server(&server, argv[1]);
    failed = cmocka_run_group_tests(tests, NULL, NULL);
    stop_server(&server);
    return failed;
}
