#include "source/transfer.h"

#include <curl/curl.h>
#include <strings.h>

enum {
    MOST_REDIRECTS = 10,
    MOST_DROPPED = 64 * 1024, /* bytes of a body that nobody reads */
    MILLISECOND = 1000000,
    LONGEST_POLL = 1000, /* milliseconds */
};

struct request {
    CURL *easy;
    CURLM *multi;
    struct buf *body;
    size_t most, dropped;
    bool too_large, cancelled, leftovers;
    char words[CURL_ERROR_SIZE];
};

static long last_status(CURL *easy)
{
    long status = 0;

    curl_easy_getinfo(easy, CURLINFO_RESPONSE_CODE, &status);
    return status;
}

/* libcurl's: anything but n ends the transfer with CURLE_WRITE_ERROR. */
static size_t take_body(char *bytes, size_t one, size_t n, void *context)
{
    struct request *r = context;

    (void)one; /* is 1 */
    if (last_status(r->easy) != 200) {
        r->dropped += n;
        return r->dropped > MOST_DROPPED ? 0 : n;
    }
    if (n > r->most - r->body->len) {
        r->too_large = true;
        return 0;
    }
    buf_put(r->body, (struct str){ bytes, n });
    return n;
}

/* libcurl drops what follows an answer, and only tells whoever listens. */
static int listen_to(CURL *easy, curl_infotype type, char *bytes, size_t n, void *context)
{
    struct request *r = context;
    struct str words = { bytes, n };

    (void)easy;
    if (type == CURLINFO_TEXT &&
        (str_has(words, STR("Excess found")) || str_has(words, STR("Leftovers after chunking"))))
        r->leftovers = true;
    return 0;
}

static long milliseconds(int64_t ns)
{
    int64_t ms = ns / MILLISECOND + (ns % MILLISECOND > 0);

    return ms < 1 ? 1 : ms > INT32_MAX ? INT32_MAX : (long)ms;
}

/* Sets one option unless an earlier one failed. */
#define SET(option, value) (code = code ? code : curl_easy_setopt(r->easy, option, value))

/* From https nothing leads back to http, where anybody may answer. */
static CURLcode set_target(struct request *r, const char *url)
{
    CURLcode code = CURLE_OK;
    bool secure = str_starts(str_c(url), STR("https:"));

    SET(CURLOPT_URL, url);
    SET(CURLOPT_PROTOCOLS_STR, "http,https");
    SET(CURLOPT_REDIR_PROTOCOLS_STR, secure ? "https" : "http,https");
    SET(CURLOPT_FOLLOWLOCATION, 1L);
    SET(CURLOPT_MAXREDIRS, (long)MOST_REDIRECTS);
    SET(CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
    return code;
}

/* A CA file stands in place of what the system trusts, not beside it. */
static CURLcode set_trust(struct request *r, const struct fetch_options *o, struct arena *a)
{
    CURLcode code = CURLE_OK;

    SET(CURLOPT_SSL_VERIFYPEER, 1L);
    SET(CURLOPT_SSL_VERIFYHOST, 2L);
    SET(CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
    if (o->ca_file) {
        SET(CURLOPT_CAINFO, o->ca_file);
        SET(CURLOPT_CAPATH, NULL);
    }
    /* libcurl sends this one to the first host, port and scheme only, whatever redirects say. */
    if (o->token.len) {
        SET(CURLOPT_HTTPAUTH, CURLAUTH_BEARER);
        SET(CURLOPT_XOAUTH2_BEARER, arena_copy(a, o->token).p);
    }
    return code;
}

static CURLcode set_limits(struct request *r, const struct fetch_options *o, int64_t timeout)
{
    CURLcode code = CURLE_OK;
    int64_t connect = o->connect_timeout < timeout ? o->connect_timeout : timeout;
    curl_off_t most = o->most > INT64_MAX ? INT64_MAX : (curl_off_t)o->most;

    SET(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(connect));
    SET(CURLOPT_TIMEOUT_MS, milliseconds(timeout));
    SET(CURLOPT_MAXFILESIZE_LARGE, most);
    /* Looking a name up happens in a thread that can't be stopped: don't wait for it. */
    SET(CURLOPT_QUICK_EXIT, 1L);
    return code;
}

/* Unpacking is ours: libcurl takes a gzip body that was cut for a whole one. */
static CURLcode set_answer(struct request *r, const struct fetch_options *o, struct curl_slist *headers)
{
    CURLcode code = CURLE_OK;

    SET(CURLOPT_HTTPHEADER, headers);
    SET(CURLOPT_USERAGENT, o->agent ? o->agent : "prowgate");
    SET(CURLOPT_WRITEFUNCTION, take_body);
    SET(CURLOPT_WRITEDATA, (void *)r);
    SET(CURLOPT_ERRORBUFFER, r->words);
    SET(CURLOPT_DEBUGFUNCTION, listen_to);
    SET(CURLOPT_DEBUGDATA, (void *)r);
    SET(CURLOPT_VERBOSE, 1L);
    return code;
}

static CURLcode drive(struct request *r, int cancel)
{
    CURLMsg *message;
    int running = 1, left;

    for (;;) {
        struct curl_waitfd fd = { cancel, CURL_WAIT_POLLIN, 0 };
        if (curl_multi_perform(r->multi, &running) != CURLM_OK)
            return CURLE_FAILED_INIT;
        if (!running)
            break;
        if (curl_multi_poll(r->multi, &fd, cancel >= 0, LONGEST_POLL, NULL) != CURLM_OK)
            return CURLE_FAILED_INIT;
        if (fd.revents) {
            r->cancelled = true;
            return CURLE_ABORTED_BY_CALLBACK;
        }
    }
    message = curl_multi_info_read(r->multi, &left);
    return message ? message->data.result : CURLE_FAILED_INIT;
}

/* A handshake that failed: because the connection broke, or because the other end speaks no TLS, or none that we do.
 * The code is the same; only in the second case OpenSSL says what it disliked, unless that was the end of the data. */
static enum fetch_kind kind_of_handshake(const char *words)
{
    bool disliked = str_has(str_c(words), STR("error:")) && !str_has(str_c(words), STR("unexpected eof"));

    return disliked ? FETCH_UNREADABLE : FETCH_CONNECTION;
}

/* What a code of libcurl's means for us; after is the last status, which tells where it happened. */
static enum fetch_kind kind_of(CURLcode code, long after, const char *words)
{
    bool redirected = after >= 300 && after < 400;

    switch (code) {
    case CURLE_OK:
        return FETCH_OK;
    case CURLE_COULDNT_RESOLVE_PROXY:
    case CURLE_COULDNT_RESOLVE_HOST:
    case CURLE_COULDNT_CONNECT:
    case CURLE_PARTIAL_FILE:
    case CURLE_GOT_NOTHING:
    case CURLE_SEND_ERROR:
    case CURLE_RECV_ERROR:
    case CURLE_PROXY:
        return FETCH_CONNECTION;
    case CURLE_SSL_CONNECT_ERROR:
        return kind_of_handshake(words);
    case CURLE_OPERATION_TIMEDOUT:
        return FETCH_TIMEOUT;
    case CURLE_PEER_FAILED_VERIFICATION:
    case CURLE_SSL_CACERT_BADFILE:
    case CURLE_SSL_CERTPROBLEM:
    case CURLE_SSL_CRL_BADFILE:
    case CURLE_SSL_ISSUER_ERROR:
    case CURLE_SSL_INVALIDCERTSTATUS:
        return FETCH_CERTIFICATE;
    case CURLE_TOO_MANY_REDIRECTS:
        return FETCH_REDIRECT;
    case CURLE_UNSUPPORTED_PROTOCOL:
        return redirected ? FETCH_REDIRECT : FETCH_UNREADABLE;
    case CURLE_URL_MALFORMAT:
        return redirected ? FETCH_REDIRECT : FETCH_BAD_URL;
    case CURLE_WEIRD_SERVER_REPLY:
        return FETCH_UNREADABLE;
    case CURLE_FILESIZE_EXCEEDED:
        return FETCH_TOO_LARGE;
    default:
        return FETCH_FAILED;
    }
}

/* libcurl's words may quote what a server sent. */
static struct str printable(struct arena *a, const char *words)
{
    struct str s = arena_copy(a, str_c(words));

    for (size_t i = 0; i < s.len; i++)
        if ((unsigned char)s.p[i] < ' ' || s.p[i] == 0x7F)
            ((char *)(uintptr_t)s.p)[i] = '?';
    return s;
}

static struct str words_of(const struct request *r, CURLcode code, struct arena *a, size_t most)
{
    struct str words = printable(a, *r->words ? r->words : curl_easy_strerror(code));

    if (code == CURLE_FILESIZE_EXCEEDED || r->too_large)
        return arena_printf(a, "the answer is larger than %zu bytes", most);
    if (code == CURLE_PARTIAL_FILE)
        return arena_printf(a, "the answer ended in the middle: %.*s", STR_ARG(words));
    if (code == CURLE_TOO_MANY_REDIRECTS)
        return arena_printf(a, "more than %d redirects: they go round in a circle", MOST_REDIRECTS);
    if (kind_of(code, last_status(r->easy), r->words) == FETCH_REDIRECT)
        return arena_printf(a, "a redirect leads to where prowgate does not go: %.*s", STR_ARG(words));
    return words;
}

static struct str header(CURL *easy, const char *name, struct arena *a)
{
    struct curl_header *h;

    if (curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &h) != CURLHE_OK)
        return STR("");
    return arena_copy(a, str_c(h->value));
}

/* The only header of this name in the last answer; *count is how many there are. */
static struct str only_header(CURL *easy, const char *name, struct arena *a, size_t *count)
{
    struct curl_header *h;
    CURLHcode code = curl_easy_header(easy, name, 0, CURLH_HEADER, -1, &h);

    *count = code == CURLHE_OK ? h->amount : 0;
    return *count == 1 ? arena_copy(a, str_c(h->value)) : STR("");
}

static bool is_length(struct str text, uint64_t *n)
{
    *n = 0;
    for (size_t i = 0; i < text.len; i++)
        if (text.p[i] < '0' || text.p[i] > '9' || __builtin_mul_overflow(*n, 10, n) ||
            __builtin_add_overflow(*n, (uint64_t)(text.p[i] - '0'), n))
            return false;
    return text.len > 0;
}

/* Only one length that is a number and is what came, or chunks down to the last, say where a body ends; every reader on the
 * way may take two of them differently (RFC 9112, 6.3). */
static struct str why_unframed(const struct request *r, struct arena *a)
{
    size_t lengths, codings, ranges;
    struct str length = only_header(r->easy, "Content-Length", a, &lengths);
    struct str coding = only_header(r->easy, "Transfer-Encoding", a, &codings);
    uint64_t n;

    only_header(r->easy, "Content-Range", a, &ranges);
    if (lengths + codings == 0)
        return STR("the answer does not say where it ends (no Content-Length, not chunked): half of it could not be "
                   "told from the whole");
    if (lengths + codings > 1)
        return STR("the answer says more than once where it ends (Content-Length, Transfer-Encoding): half of it could "
                   "not be told from the whole");
    if (codings && strcasecmp(coding.p, "chunked") != 0)
        return arena_printf(a, "the answer comes in the transfer coding \"%.*s\", which does not say where it ends",
                            STR_ARG(coding));
    if (lengths && !is_length(length, &n))
        return arena_printf(a, "the answer gives \"%.*s\" for its length", STR_ARG(length));
    if (lengths && n != r->body->len)
        return arena_printf(a, "the answer has %zu bytes and says that it has %.*s", r->body->len, STR_ARG(length));
    if (ranges)
        return STR("the answer is a part of the whole (Content-Range), which nobody asked for");
    return r->leftovers ? STR("more follows the end that the answer gives for itself") : STR("");
}

/* Seconds, or a date that libcurl has turned into seconds from now; one that is over asks for nothing. */
static int64_t retry_after(CURL *easy)
{
    curl_off_t seconds = 0;
    int64_t ns;

    if (curl_easy_getinfo(easy, CURLINFO_RETRY_AFTER, &seconds) != CURLE_OK || seconds < 0)
        return 0;
    return __builtin_mul_overflow(seconds, INT64_C(1000000000), &ns) ? INT64_MAX : ns;
}

static void describe(struct transfer *t, struct request *r, CURLcode code, struct arena *a)
{
    const char *url = NULL;

    t->status = last_status(r->easy);
    t->type = header(r->easy, "Content-Type", a);
    t->encoding = header(r->easy, "Content-Encoding", a);
    t->retry_after = retry_after(r->easy);
    t->unframed = why_unframed(r, a);
    curl_easy_getinfo(r->easy, CURLINFO_EFFECTIVE_URL, &url);
    t->url = arena_copy(a, str_c(url));
    if (r->cancelled)
        t->kind = FETCH_CANCELLED;
    else if (t->status >= 400)
        t->kind = FETCH_OK; /* the status says all, even where the rest of the answer was lost */
    else if (r->too_large)
        t->kind = FETCH_TOO_LARGE;
    else if (code == CURLE_WRITE_ERROR)
        t->kind = FETCH_OK; /* enough of a body that nobody reads */
    else
        t->kind = kind_of(code, t->status, r->words);
    if (t->kind != FETCH_OK)
        t->words = r->cancelled ? STR("cancelled") : words_of(r, code, a, r->most);
}

static void run(struct transfer *t, struct request *r, const char *url, const struct fetch_options *o, int64_t timeout,
                struct curl_slist *headers, struct arena *a)
{
    CURLcode code = set_target(r, url);

    code = code ? code : set_trust(r, o, a);
    code = code ? code : set_limits(r, o, timeout);
    code = code ? code : set_answer(r, o, headers);
    if (code == CURLE_OK && curl_multi_add_handle(r->multi, r->easy) == CURLM_OK) {
        code = drive(r, o->cancel);
        describe(t, r, code, a);
        curl_multi_remove_handle(r->multi, r->easy);
    } else if (code != CURLE_OK) {
        t->words = arena_printf(a, "libcurl: %s", curl_easy_strerror(code));
    }
}

void transfer_run(struct transfer *t, struct str url, const struct fetch_options *o, int64_t timeout, struct buf *body,
                  struct arena *a)
{
    struct request r = { .body = body, .most = o->most };
    struct curl_slist *headers = NULL;

    *t = (struct transfer){ .kind = FETCH_FAILED, .words = STR("libcurl could not begin") };
    buf_reset(body);
    if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK)
        return;
    r.easy = curl_easy_init();
    r.multi = curl_multi_init();
    headers = curl_slist_append(NULL, "Accept-Encoding: gzip");
    if (r.easy && r.multi && headers)
        run(t, &r, arena_copy(a, url).p, o, timeout, headers, a);
    curl_slist_free_all(headers);
    if (r.multi)
        curl_multi_cleanup(r.multi);
    if (r.easy)
        curl_easy_cleanup(r.easy);
    curl_global_cleanup();
}

static bool has_part(CURLU *u, CURLUPart part)
{
    char *text = NULL;
    bool there = curl_url_get(u, part, &text, 0) == CURLUE_OK;

    curl_free(text);
    return there;
}

static bool is_http(CURLU *u)
{
    char *scheme = NULL;
    bool ok = curl_url_get(u, CURLUPART_SCHEME, &scheme, 0) == CURLUE_OK &&
              (str_eq(str_c(scheme), STR("http")) || str_eq(str_c(scheme), STR("https")));

    curl_free(scheme);
    return ok;
}

bool transfer_url(struct str url, struct arena *a, struct str *words)
{
    CURLU *u = curl_url();
    CURLUcode code = CURLUE_MALFORMED_INPUT;

    *words = STR("");
    if (u && str_find_char(url, '\0') == SIZE_MAX)
        code = curl_url_set(u, CURLUPART_URL, arena_copy(a, url).p, CURLU_NON_SUPPORT_SCHEME);
    if (code != CURLUE_OK)
        *words = arena_printf(a, "that is no URL: %s", curl_url_strerror(code));
    else if (!is_http(u))
        *words = STR("only http:// and https:// can be fetched");
    else if (has_part(u, CURLUPART_USER) || has_part(u, CURLUPART_PASSWORD))
        *words = STR("a URL with a name or a password in it would show them in every log; "
                     "give a token with --token-file or --token-env");
    curl_url_cleanup(u);
    return words->len == 0;
}
