#include "command/output.h"

#include "command/command.h"

#include "base/write.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct report_format formats[] = {
    { "text", report_text },
    { "json", report_json },
    { "markdown", report_markdown },
};

static const struct report_format *find(struct str name)
{
    for (size_t i = 0; i < COUNT_OF(formats); i++)
        if (str_eq(str_c(formats[i].name), name))
            return &formats[i];
    command_fail(NULL, "no format is called \"%.*s\"; there are text, json and markdown", STR_ARG(name));
    return NULL;
}

bool output_check(const struct args *args)
{
    struct str value, name, file, color = args_text(args, "color", STR("auto"));

    if (!find(args_text(args, "format", STR("text"))))
        return false;
    for (size_t i = 0; args_nth(args, "report", i, &value); i++) {
        if (!str_cut(value, '=', &name, &file) || file.len == 0) {
            command_fail(args, "--report wants NAME=FILE, not \"%.*s\"", STR_ARG(value));
            return false;
        }
        if (!find(name))
            return false;
    }
    if (str_eq(color, STR("auto")) || str_eq(color, STR("always")) || str_eq(color, STR("never")))
        return true;
    command_fail(args, "--color is auto, always or never, not \"%.*s\"", STR_ARG(color));
    return false;
}

/* A device or a pipe is written to: a rename would put a file in its place. */
static bool write_through(const struct args *args, const char *path, struct str bytes)
{
    int fd = open(path, O_WRONLY | O_CLOEXEC);
    bool ok = fd >= 0 && write_all(fd, bytes);

    if (!ok)
        command_fail(args, "%s: %s", path, strerror(errno));
    if (fd >= 0)
        close(fd);
    return ok;
}

/* A whole file or none: written beside its place, then renamed. */
static bool replace(const struct args *args, const char *path, struct str bytes)
{
    struct arena a = { 0 };
    const char *temporary = arena_printf(&a, "%s.%ld.tmp", path, (long)getpid()).p;
    int fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
    bool ok = fd >= 0 && write_all(fd, bytes) && fsync(fd) == 0;

    if (fd >= 0)
        ok = close(fd) == 0 && ok;
    ok = ok && rename(temporary, path) == 0;
    if (!ok) {
        command_fail(args, "%s: %s", path, strerror(errno));
        if (fd >= 0)
            unlink(temporary);
    }
    arena_free(&a);
    return ok;
}

bool output_file(const struct args *args, const char *path, struct str bytes)
{
    struct stat st;
    char *target;
    bool ok;

    /* /dev/stdout may lead to a file that a shell holds open. */
    if (str_starts(str_c(path), STR("/dev/")) || (stat(path, &st) == 0 && !S_ISREG(st.st_mode) && !S_ISDIR(st.st_mode)))
        return write_through(args, path, bytes);
    /* Where the path is a link, what it leads to changes, not the link. */
    target = realpath(path, NULL);
    ok = replace(args, target ? target : path, bytes);
    free(target);
    return ok;
}

bool output_color(const struct args *args)
{
    struct str when = args_text(args, "color", STR("auto"));

    if (str_eq(when, STR("auto")))
        return isatty(STDOUT_FILENO) && !getenv("NO_COLOR");
    return str_eq(when, STR("always"));
}

bool output_files(const struct args *args, struct report *r)
{
    struct buf out = { 0 };
    struct str value, name, file;
    bool ok = true;

    r->all = args_has(args, "all");
    r->statistics = args_has(args, "statistics");

    for (size_t i = 0; args_nth(args, "report", i, &value); i++) {
        str_cut(value, '=', &name, &file);
        buf_reset(&out);
        find(name)->write(r, &out);
        ok = output_file(args, file.p, buf_str(&out)) && ok;
    }
    buf_free(&out);
    return ok;
}

bool output_print(const struct args *args, struct report *r)
{
    struct buf out = { 0 };
    bool ok;

    r->color = output_color(args);
    r->quiet = args_has(args, "quiet");
    r->all = args_has(args, "all");
    r->statistics = args_has(args, "statistics");
    find(args_text(args, "format", STR("text")))->write(r, &out);
    ok = out.len == 0 || fwrite(out.p, 1, out.len, stdout) == out.len;
    buf_free(&out);
    return ok;
}

bool output_write(const struct args *args, struct report *r)
{
    bool ok = output_files(args, r);

    return output_print(args, r) && ok;
}
