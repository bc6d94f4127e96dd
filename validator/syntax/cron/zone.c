#include "syntax/cron/zone.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

/* What Go reads at most. */
enum { FILE_MOST = 10 << 20 };

static const char *const FOLDERS[] = { "/usr/share/zoneinfo", "/usr/share/lib/zoneinfo", "/usr/lib/locale/TZ",
                                       "/etc/zoneinfo", NULL };

/* The six counts of a TZif header. */
enum { COUNT_UT, COUNT_STANDARD, COUNT_LEAP, COUNT_TIMES, COUNT_TYPES, COUNT_CHARS, COUNTS };

/* Takes n bytes from the front of *rest. */
static bool take(struct str *rest, uint64_t n, struct str *taken)
{
    if (n > rest->len)
        return false;
    *taken = str_slice(*rest, 0, (size_t)n);
    *rest = str_from(*rest, (size_t)n);
    return true;
}

static bool take_counts(struct str *rest, uint32_t counts[COUNTS])
{
    struct str bytes;

    for (int i = 0; i < COUNTS; i++) {
        if (!take(rest, 4, &bytes))
            return false;
        counts[i] = 0;
        for (int k = 0; k < 4; k++)
            counts[i] = counts[i] << 8 | (unsigned char)bytes.p[k];
    }
    return true;
}

static uint64_t block_size(const uint32_t n[COUNTS], uint64_t time_size)
{
    return n[COUNT_TIMES] * (time_size + 1) + (uint64_t)n[COUNT_TYPES] * 6 + n[COUNT_CHARS] +
           n[COUNT_LEAP] * (time_size + 4) + n[COUNT_STANDARD] + n[COUNT_UT];
}

/* The types that transitions name and the abbreviations that types name must be there. */
static bool check_block(struct str block, const uint32_t n[COUNTS], size_t time_size)
{
    size_t types = n[COUNT_TIMES] * (time_size + 1);

    if (n[COUNT_TYPES] == 0)
        return false;
    for (size_t i = 0; i < n[COUNT_TYPES]; i++)
        if ((unsigned char)block.p[types + 6 * i + 5] >= n[COUNT_CHARS])
            return false;
    for (size_t i = 0; i < n[COUNT_TIMES]; i++)
        if ((unsigned char)block.p[n[COUNT_TIMES] * time_size + i] >= n[COUNT_TYPES])
            return false;
    return true;
}

bool zone_data_valid(struct str data)
{
    struct str rest = data, head, block;
    uint32_t n[COUNTS];
    size_t time_size = 4;
    char version;

    if (!take(&rest, 20, &head) || !str_starts(head, STR("TZif")))
        return false;
    version = head.p[4];
    if ((version != '\0' && version != '2' && version != '3') || !take_counts(&rest, n))
        return false;
    /* From version 2 on the same follows again with longer times, which is what counts. */
    if (version) {
        if (!take(&rest, block_size(n, 4), &block) || !take(&rest, 20, &head) || !take_counts(&rest, n))
            return false;
        time_size = 8;
    }
    return take(&rest, block_size(n, time_size), &block) && check_block(block, n, time_size);
}

/* The words of Go's syscall.Errno for what can go wrong with a path. */
static const char *words(int error)
{
    switch (error) {
    case EISDIR:
        return "is a directory";
    case ENOTDIR:
        return "not a directory";
    case ENAMETOOLONG:
        return "file name too long";
    case EACCES:
        return "permission denied";
    case ELOOP:
        return "too many levels of symbolic links";
    case EINVAL:
        return "invalid argument";
    default:
        return "input/output error";
    }
}

/* 0, or an errno. */
static int read_file(const char *path, struct arena *a, struct str *data)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC | O_NONBLOCK), error = 0;
    size_t cap = 4096, n = 0;
    char *p = arena_take(a, cap);
    ssize_t got = fd < 0 ? 0 : 1;

    if (fd < 0)
        return errno;
    while (got > 0 && n < FILE_MOST) {
        p = arena_grow(a, p, n, &cap, 1);
        got = read(fd, p + n, cap - n);
        if (got < 0)
            error = errno;
        else
            n += (size_t)got;
    }
    close(fd);
    *data = (struct str){ p, n };
    return error;
}

static bool known_name(struct str name, struct str *error, enum zone_status *status)
{
    *status = ZONE_OK;
    if (name.len == 0 || str_eq(name, STR("UTC")) || str_eq(name, STR("Local")))
        return true;
    if (name.p[0] != '/' && name.p[0] != '\\' && !str_has(name, STR("..")))
        return false;
    *error = STR("time: invalid location name");
    *status = ZONE_BAD;
    return true;
}

/* Tries one folder. False with an empty *error: there is no such file. */
static bool check_file(const char *folder, struct str name, struct arena *a, struct str *error)
{
    struct str path = ARENA_JOIN(a, str_c(folder), STR("/"), name), data = { NULL, 0 };
    int bad = str_find_char(name, '\0') == SIZE_MAX ? read_file(path.p, a, &data) : EINVAL;

    *error = STR("");
    if (bad && bad != ENOENT)
        *error = str_c(words(bad));
    else if (!bad && !zone_data_valid(data))
        *error = STR("malformed time zone information");
    return bad == 0 && error->len == 0;
}

enum zone_status zone_check_in(const char *const *folders, struct str name, struct arena *a, struct str *error)
{
    struct str first = { NULL, 0 }, problem;
    enum zone_status status;
    bool database = false;

    if (known_name(name, error, &status))
        return status;
    for (; *folders; folders++) {
        database = database || access(*folders, F_OK) == 0;
        if (check_file(*folders, name, a, &problem))
            return ZONE_OK;
        if (first.len == 0)
            first = problem;
    }
    *error = first.len ? first : ARENA_JOIN(a, STR("unknown time zone "), name);
    return database ? ZONE_BAD : ZONE_NO_DATABASE;
}

enum zone_status zone_check(struct str name, struct arena *a, struct str *error)
{
    return zone_check_in(FOLDERS, name, a, error);
}
