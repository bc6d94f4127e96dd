/* The gate's server: what it says in each state, and that it never gives an old verdict for a new one. */
#include "gate/listen.h"
#include "gate/serve_clients.h"
#include "gate/serve_page.h"
#include "tests/gate/http_client.h"

#include <netinet/in.h>
#include <pthread.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include <cmocka.h>

#define MS INT64_C(1000000)
#define SECOND INT64_C(1000000000)

enum { PATIENCE = 5000 /* milliseconds */, ANSWER = 16384 };

/* A result by hand: its texts are literals, its arena empty. */
static struct serve_result result(enum verdict verdict, bool loaded)
{
    return (struct serve_result){ .verdict = verdict,
                                  .loaded = loaded,
                                  .why = STR("two guards do not hold"),
                                  .from = STR("/tree -> /revs/abc"),
                                  .report = STR("{\"findings\": []}\n"),
                                  .metrics = STR("# HELP x y\n# TYPE x gauge\nx 1\n") };
}

static void each_page_in_each_state(void **state)
{
    static const struct {
        enum serve_state state;
        enum verdict verdict;
        bool loaded;
        unsigned healthz, readyz, verdict_page;
        const char *served;
    } cases[] = {
        { SERVE_PRESENT, VERDICT_PASS, true, 200, 200, 200, "pass" },
        { SERVE_PRESENT, VERDICT_REJECT, true, 200, 503, 200, "reject" },
        { SERVE_PRESENT, VERDICT_REJECT, false, 503, 503, 200, "reject" },
        { SERVE_PRESENT, VERDICT_UNDECIDED, false, 503, 503, 200, "undecided" },
        { SERVE_PENDING, VERDICT_PASS, true, 200, 503, 503, "undecided" },
        { SERVE_PENDING, VERDICT_REJECT, false, 503, 503, 503, "undecided" },
        { SERVE_STALE, VERDICT_PASS, true, 503, 503, 503, "undecided" },
    };

    (void)state;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct serve_result last = result(cases[i].verdict, cases[i].loaded);
        struct serve_view v = { cases[i].state, 1764331200, 1764331190, 1764331100, 4, 1, &last };
        struct buf out = { 0 };
        char wanted[64];
        const char *type;
        assert_int_equal(serve_page(&v, STR("/healthz"), &out, &type), cases[i].healthz);
        assert_int_equal(serve_page(&v, STR("/readyz"), &out, &type), cases[i].readyz);
        assert_non_null(strstr(out.p, "time: 2025-11-28T12:00:00Z\nlooked: 2025-11-28T11:59:50Z\n"
                                      "evaluated: 2025-11-28T11:58:20Z\nevaluated from: /tree -> /revs/abc\n"));
        snprintf(wanted, sizeof wanted, "\nverdict: %s\n", cases[i].served);
        assert_non_null(strstr(out.p, wanted));
        buf_reset(&out);
        assert_int_equal(serve_page(&v, STR("/verdict"), &out, &type), cases[i].verdict_page);
        assert_string_equal(type, "application/json");
        snprintf(wanted, sizeof wanted, "{\n  \"verdict\": \"%s\",\n  \"state\": \"%s\",", cases[i].served,
                 serve_state_name(cases[i].state));
        assert_int_equal(strncmp(out.p, wanted, strlen(wanted)), 0);
        assert_non_null(strstr(out.p, "\"report\": {\n      \"findings\": []\n    }\n"));
        buf_reset(&out);
        assert_int_equal(serve_page(&v, STR("/metrics"), &out, &type), 200);
        assert_string_equal(type, "text/plain; version=0.0.4; charset=utf-8");
        snprintf(wanted, sizeof wanted, "prowgate_verdict{verdict=\"%s\"} 1\n", cases[i].served);
        assert_non_null(strstr(out.p, wanted));
        snprintf(wanted, sizeof wanted, "prowgate_actuation_allowed %d\n", cases[i].readyz == 200);
        assert_non_null(strstr(out.p, wanted));
        assert_non_null(strstr(out.p, "\nx 1\n"));
        buf_free(&out);
    }
}

static void a_skipped_guard_stands_first(void **state)
{
    struct serve_result last = result(VERDICT_PASS, true);
    struct serve_view v = { .state = SERVE_PRESENT, .now = 1764331200, .last = &last };
    struct buf out = { 0 };
    const char *type;

    (void)state;
    last.skipped = STR("seal: \"no sealer\"");
    assert_int_equal(serve_page(&v, STR("/readyz"), &out, &type), 200);
    assert_true(str_starts(buf_str(&out), STR("ok\nskipped guards: seal: \"no sealer\"\n")));
    buf_reset(&out);
    assert_int_equal(serve_page(&v, STR("/verdict"), &out, &type), 200);
    assert_true(str_starts(buf_str(&out), STR("{\n  \"skipped_guards\": \"seal: \\\"no sealer\\\"\",\n")));
    buf_free(&out);
}

static void before_the_first_evaluation(void **state)
{
    struct serve_view v = { .state = SERVE_STARTING, .now = 1764331200 };
    struct buf out = { 0 };
    const char *type;

    (void)state;
    assert_int_equal(serve_page(&v, STR("/healthz"), &out, &type), 200);
    assert_non_null(strstr(out.p, "looked: never\nevaluated: never\n"));
    assert_int_equal(serve_page(&v, STR("/readyz"), &out, &type), 503);
    assert_int_equal(serve_page(&v, STR("/verdict"), &out, &type), 503);
    assert_int_equal(serve_page(&v, STR("/nothing"), &out, &type), 404);
    assert_int_equal(serve_page(&v, STR("/healthz/"), &out, &type), 404);
    buf_free(&out);
}

static void addresses(void **state)
{
    static const char *const bad[] = { "",     "8080",  "localhost",     "localhost:", "::1:80", "127.0.0.1:65536",
                                       "x:-1", "[::1]", "127.0.0.1:http" };
    struct arena a = { 0 };
    struct str shown, error;
    int fd;

    (void)state;
    for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
        error = STR("");
        assert_int_equal(listen_open(str_c(bad[i]), &a, &shown, &error), -1);
        assert_true(error.len > 0);
    }
    fd = listen_open(STR("127.0.0.1:0"), &a, &shown, &error);
    assert_true(fd >= 0 && str_starts(shown, STR("127.0.0.1:")) && !str_ends(shown, STR(":0")));
    assert_int_equal(listen_open(shown, &a, &shown, &error), -1);
    assert_true(str_eq(error, STR("Address already in use")));
    close(fd);
    fd = listen_open(STR(":0"), &a, &shown, &error);
    assert_true(fd >= 0);
    close(fd);
    arena_free(&a);
}

/* A server over a tree that is one number: 0 mod 3 is good, 1 is one that can't be loaded, 2 is rejected. */
struct world {
    atomic_int tree, evaluations, looks;
    atomic_bool held;   /* evaluations wait */
    atomic_bool shifts; /* another tree at every look */
    atomic_int port;
    int stop[2];
    struct serve_options options;
    pthread_t thread;
    enum verdict last;
    bool ok;
};

static void evaluate(void *context, struct serve_result *r)
{
    struct world *w = context;
    int tree = w->tree;

    while (w->held)
        usleep(1000);
    w->evaluations++;
    *r = result(tree % 3 == 0 ? VERDICT_PASS : tree % 3 == 1 ? VERDICT_UNDECIDED : VERDICT_REJECT, tree % 3 != 1);
    r->from = arena_printf(&r->arena, "tree %d", tree);
}

static struct fingerprint look(void *context)
{
    struct world *w = context;

    w->looks++;
    return (struct fingerprint){ 1, (uint64_t)(w->shifts ? w->looks + 1000 : w->tree) };
}

static void listening(void *context, struct str address)
{
    struct world *w = context;

    w->port = atoi(address.p + str_rfind_char(address, ':') + 1);
}

static void *run(void *context)
{
    struct world *w = context;
    struct serve_callbacks c = { evaluate, look, listening, w };
    struct arena a = { 0 };
    struct str error;

    w->ok = serve(&w->options, &c, &a, &w->last, &error);
    arena_free(&a);
    return NULL;
}

static void start(struct world *w)
{
    memset(w, 0, sizeof *w);
    assert_int_equal(pipe(w->stop), 0);
    w->options = (struct serve_options){ STR("127.0.0.1:0"), 10 * MS, 3600 * SECOND, 60 * SECOND, w->stop[0], NULL };
}

static void go(struct world *w)
{
    assert_int_equal(pthread_create(&w->thread, NULL, run, w), 0);
    for (int i = 0; i < PATIENCE && !w->port; i++)
        usleep(1000);
    assert_true(w->port);
}

static void stop(struct world *w)
{
    assert_int_equal(write(w->stop[1], "x", 1), 1);
    pthread_join(w->thread, NULL);
    assert_true(w->ok);
    close(w->stop[0]);
    close(w->stop[1]);
}

static int exchange(const struct world *w, const char *request, size_t len, char answer[ANSWER])
{
    return http_exchange((unsigned)w->port, request, len, answer, ANSWER);
}

static int get(const struct world *w, const char *path, char answer[ANSWER])
{
    return http_get((unsigned)w->port, path, answer, ANSWER);
}

/* Waits until a page has this status. */
static void await(const struct world *w, const char *path, int status, const char *words)
{
    char answer[ANSWER];

    for (int i = 0; i < PATIENCE / 5; i++) {
        if (get(w, path, answer) == status && strstr(answer, words))
            return;
        usleep(5000);
    }
    fail_msg("%s never answers %d with %s:\n%s", path, status, words, answer);
}

static void stops_and_recovers_by_itself(void **state)
{
    struct world w;

    (void)state;
    start(&w);
    go(&w);
    await(&w, "/readyz", 200, "evaluated from: tree 0");
    await(&w, "/healthz", 200, "verdict: pass");
    w.tree = 1;
    await(&w, "/healthz", 503, "evaluated from: tree 1");
    await(&w, "/readyz", 503, "verdict: undecided");
    await(&w, "/metrics", 200, "prowgate_actuation_allowed 0\n");
    await(&w, "/metrics", 200, "prowgate_serve_load_failures_total 1\n");
    w.tree = 2;
    await(&w, "/healthz", 200, "verdict: reject");
    await(&w, "/verdict", 200, "\"verdict\": \"reject\"");
    w.tree = 3;
    await(&w, "/readyz", 200, "evaluated from: tree 3");
    await(&w, "/metrics", 200, "prowgate_actuation_allowed 1\n");
    assert_int_equal(w.evaluations, 4);
    stop(&w);
    assert_int_equal(w.last, VERDICT_PASS);
}

static void an_old_verdict_is_not_a_new_one(void **state)
{
    char answer[ANSWER];
    struct world w;

    (void)state;
    start(&w);
    go(&w);
    await(&w, "/readyz", 200, "verdict: pass");
    w.held = true;
    w.tree = 6;
    await(&w, "/readyz", 503, "verdict: undecided\nstate: pending\n");
    await(&w, "/verdict", 503, "\"verdict\": \"undecided\",\n  \"state\": \"pending\"");
    assert_int_equal(get(&w, "/verdict", answer), 503);
    assert_non_null(strstr(answer, "\"from\": \"tree 0\""));
    assert_int_equal(get(&w, "/healthz", answer), 200);
    w.held = false;
    await(&w, "/readyz", 200, "evaluated from: tree 6");
    stop(&w);
}

static void what_changes_during_an_evaluation_is_evaluated_again(void **state)
{
    struct world w;

    (void)state;
    start(&w);
    w.held = true;
    go(&w);
    for (int i = 0; i < PATIENCE && w.looks < 2; i++)
        usleep(1000);
    usleep(20000); /* the evaluation of tree 0 has begun */
    w.tree = 3;
    w.held = false;
    await(&w, "/readyz", 200, "evaluated from: tree 3");
    assert_int_equal(w.evaluations, 2);
    stop(&w);
}

static void a_tree_that_never_stands_still_is_pending(void **state)
{
    struct world w;

    (void)state;
    start(&w);
    go(&w);
    await(&w, "/readyz", 200, "verdict: pass");
    w.shifts = true;
    await(&w, "/readyz", 503, "state: pending");
    usleep(100000);
    await(&w, "/readyz", 503, "state: pending");
    assert_int_equal(w.evaluations, 1);
    stop(&w);
    assert_int_equal(w.last, VERDICT_UNDECIDED);
}

static void an_undecided_verdict_is_tried_again(void **state)
{
    struct world w;

    (void)state;
    start(&w);
    w.tree = 1;
    w.options.again = 30 * MS;
    go(&w);
    for (int i = 0; i < PATIENCE && w.evaluations < 3; i++)
        usleep(1000);
    assert_true(w.evaluations >= 3);
    w.held = true; /* the same tree is looked at once more: what is served stays about it */
    usleep(100000);
    await(&w, "/verdict", 200, "\"state\": \"present\"");
    w.held = false;
    stop(&w);
    assert_int_equal(w.last, VERDICT_UNDECIDED);
}

static void nobody_looks_any_more(void **state)
{
    struct world w;

    (void)state;
    start(&w);
    w.options.stale = 150 * MS;
    go(&w);
    await(&w, "/readyz", 200, "verdict: pass");
    w.held = true;
    w.tree = 3;
    await(&w, "/healthz", 503, "state: stale");
    await(&w, "/readyz", 503, "verdict: undecided");
    w.held = false;
    await(&w, "/readyz", 200, "evaluated from: tree 3");
    stop(&w);
}

static void only_get_and_head(void **state)
{
    static const char head[] = "HEAD /healthz HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    static const char post[] = "POST /verdict HTTP/1.1\r\nHost: x\r\nConnection: close\r\n"
                               "Content-Length: 1000000\r\n\r\nx";
    static const char body[] = "GET /healthz HTTP/1.1\r\nHost: x\r\nContent-Length: 1000000\r\n\r\nx";
    static const char delete[] = "DELETE / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    static const char garbage[] = "\x16\x03\x01\x02\r\n\r\n";
    char answer[ANSWER];
    struct world w;

    (void)state;
    start(&w);
    go(&w);
    assert_int_equal(exchange(&w, head, sizeof head - 1, answer), 200);
    assert_true(str_ends(str_c(answer), STR("\r\n\r\n")));
    assert_non_null(strstr(answer, "Cache-Control: no-store"));
    assert_int_equal(exchange(&w, post, sizeof post - 1, answer), 405);
    assert_non_null(strstr(answer, "Allow: GET, HEAD"));
    assert_int_equal(exchange(&w, delete, sizeof delete - 1, answer), 405);
    assert_int_equal(exchange(&w, body, sizeof body - 1, answer), 200);
    exchange(&w, garbage, sizeof garbage - 1, answer);
    assert_int_equal(get(&w, "/", answer), 404);
    assert_non_null(strstr(answer, "/verdict\n"));
    assert_int_equal(get(&w, "/healthz?verbose=1", answer), 200);
    stop(&w);
}

/* One client that holds connections, or sends an endless head, does not take the server down. */
static void connections_and_heads_are_bounded(void **state)
{
    enum { HELD = 60, HEAD = 64 * 1024 };
    char answer[ANSWER], *large = malloc(HEAD);
    int fds[HELD], status;
    struct world w;

    (void)state;
    start(&w);
    go(&w);
    for (size_t i = 0; i < HELD; i++)
        fds[i] = http_dial((unsigned)w.port);
    for (size_t i = 0; i < HELD; i++)
        close(fds[i]);
    await(&w, "/healthz", 200, "verdict");
    memset(large, 'x', HEAD);
    memcpy(large, "GET /", 5);
    status = exchange(&w, large, HEAD, answer);
    assert_true(status == 0 || status >= 400);
    await(&w, "/healthz", 200, "verdict");
    free(large);
    stop(&w);
}

/* Many that never end their requests, from the same machine: the next one is answered. */
static void slow_clients_keep_nobody_waiting(void **state)
{
    static const char half[] = "GET /healthz HTTP/1.1\r\nHost: x\r\nX: ";
    enum { SLOW = 200 };
    char answer[ANSWER];
    int fds[SLOW];
    struct world w;

    (void)state;
    start(&w);
    go(&w);
    await(&w, "/healthz", 200, "verdict");
    for (size_t i = 0; i < SLOW; i++) {
        fds[i] = http_dial((unsigned)w.port);
        assert_true(fds[i] >= 0);
        send(fds[i], half, sizeof half - 1, MSG_NOSIGNAL);
        if (i % 50 == 49)
            assert_int_equal(get(&w, "/healthz", answer), 200);
    }
    for (size_t i = 0; i < SLOW; i++)
        close(fds[i]);
    stop(&w);
}

static bool is_ended(int fd)
{
    char byte;

    return recv(fd, &byte, 1, MSG_DONTWAIT | MSG_PEEK) == 0;
}

/* Who has to go: the oldest of the same address, else the oldest of the address with the most; and what lasted too long. */
static void the_oldest_makes_room(void **state)
{
    enum { OTHERS = SERVE_SHARED - SERVE_FROM_ONE };
    struct sockaddr_in from = { .sin_family = AF_INET };
    struct serve_clients *c = calloc(1, sizeof *c);
    int ends[SERVE_SHARED + 3][2];

    (void)state;
    for (size_t i = 0; i < COUNT_OF(ends); i++)
        assert_int_equal(socketpair(AF_UNIX, SOCK_STREAM, 0, ends[i]), 0);
    from.sin_addr.s_addr = htonl(0x7f000001);
    for (size_t i = 0; i <= SERVE_FROM_ONE; i++)
        assert_int_equal(serve_clients_add(c, ends[i][0], (struct sockaddr *)&from, 0), i + 1);
    assert_true(is_ended(ends[0][1]));
    assert_false(is_ended(ends[1][1]));
    for (size_t i = 0; i < OTHERS; i++) {
        from.sin_addr.s_addr = htonl(0x0a000000 + (uint32_t)i);
        serve_clients_add(c, ends[SERVE_FROM_ONE + 1 + i][0], (struct sockaddr *)&from, 1);
        assert_false(is_ended(ends[1][1]));
    }
    from.sin_addr.s_addr = htonl(0x0b000000);
    serve_clients_add(c, ends[SERVE_SHARED + 1][0], (struct sockaddr *)&from, 1);
    assert_true(is_ended(ends[1][1]));
    serve_clients_remove(c, 2); /* when the server closes what was ended, nobody else is forgotten */
    assert_false(is_ended(ends[2][1]));
    serve_clients_add(c, ends[SERVE_SHARED + 2][0], (struct sockaddr *)&from, SERVE_LONGEST_MS + 1);
    assert_true(is_ended(ends[2][1]));
    assert_false(is_ended(ends[SERVE_FROM_ONE + 1][1]));
    for (size_t i = 0; i < COUNT_OF(ends); i++) {
        close(ends[i][0]);
        close(ends[i][1]);
    }
    free(c);
}

static void an_address_in_use_is_an_error(void **state)
{
    struct serve_callbacks c = { evaluate, look, NULL, NULL };
    struct serve_options o = { .stop = -1 };
    enum verdict last;
    struct arena a = { 0 };
    struct str shown, error = STR("");
    int fd = listen_open(STR("127.0.0.1:0"), &a, &shown, &error);

    (void)state;
    o.address = shown;
    assert_false(serve(&o, &c, &a, &last, &error));
    assert_true(str_eq(error, STR("Address already in use")));
    close(fd);
    arena_free(&a);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_page_in_each_state),
        cmocka_unit_test(a_skipped_guard_stands_first),
        cmocka_unit_test(before_the_first_evaluation),
        cmocka_unit_test(addresses),
        cmocka_unit_test(stops_and_recovers_by_itself),
        cmocka_unit_test(an_old_verdict_is_not_a_new_one),
        cmocka_unit_test(what_changes_during_an_evaluation_is_evaluated_again),
        cmocka_unit_test(a_tree_that_never_stands_still_is_pending),
        cmocka_unit_test(an_undecided_verdict_is_tried_again),
        cmocka_unit_test(nobody_looks_any_more),
        cmocka_unit_test(only_get_and_head),
        cmocka_unit_test(connections_and_heads_are_bounded),
        cmocka_unit_test(slow_clients_keep_nobody_waiting),
        cmocka_unit_test(the_oldest_makes_room),
        cmocka_unit_test(an_address_in_use_is_an_error),
    };

    return cmocka_run_group_tests(tests, NULL, NULL);
}
