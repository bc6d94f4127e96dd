/* The forms of a tree that are one file: a saved state, ConfigMaps, a URL's answer. */
#include "command/source.h"

#include "base/path.h"
#include "command/command.h"
#include "command/fetch.h"
#include "prow/files/prow_state.h"
#include "source/config_map.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

/* A tree of this one file. */
static void put_alone(struct source *s, struct arena *arena, struct str name, bool plugins)
{
    fs_memory_init(&s->memory, arena);
    fs_memory_put(&s->memory, name, buf_str(&s->bytes));
    s->fs = &s->memory.fs;
    if (plugins)
        s->paths.plugins = name;
    else
        s->paths.config = name;
}

static bool whole(struct source *s, struct arena *arena)
{
    struct str words;

    if (saved_is_whole(buf_str(&s->bytes), arena, &words))
        return true;
    command_fail(s->args, "%.*s: %.*s", STR_ARG(s->name), STR_ARG(words));
    buf_free(&s->bytes);
    return false;
}

static bool is_prows(struct source *s)
{
    struct str words;

    if (saved_is_prows(buf_str(&s->bytes), &words))
        return true;
    command_fail(s->args, "%.*s: %.*s", STR_ARG(s->name), STR_ARG(words));
    buf_free(&s->bytes);
    return false;
}

static bool read_file(struct source *s, struct arena *arena, struct str file)
{
    struct fs_error error;
    struct fs_disk disk;
    bool ok;

    if (file.len == 0) {
        command_fail(s->args, "%.*s names no file", STR_ARG(s->name));
        return false;
    }
    ok = fs_disk_open(&disk, NULL, &error) && fs_read(&disk.fs, file, CONFIG_MAP_MOST, &s->bytes, &error);
    if (!ok) {
        command_fail(s->args, "%.*s", STR_ARG(fs_error_text(&error, arena)));
        buf_free(&s->bytes);
    }
    return ok;
}

static bool read_stdin(struct source *s)
{
    size_t n;

    do {
        n = fread(buf_room(&s->bytes, 64 * 1024), 1, 64 * 1024, stdin);
        s->bytes.len += n;
    } while (n && s->bytes.len <= CONFIG_MAP_MOST);
    if (!ferror(stdin) && s->bytes.len <= CONFIG_MAP_MOST)
        return true;
    command_fail(s->args, "standard input: %s", strerror(ferror(stdin) ? errno : EFBIG));
    buf_free(&s->bytes);
    return false;
}

bool source_read_state(struct source *s, struct arena *arena, struct str file)
{
    s->kind = SOURCE_PROW_STATE;
    if (!read_file(s, arena, file) || !whole(s, arena))
        return false;
    s->resolved = true;
    put_alone(s, arena, path_base(file), false);
    return true;
}

bool source_read_config_map(struct source *s, struct arena *arena, struct str file)
{
    struct config_map_found found;
    struct str words;

    s->kind = SOURCE_CONFIG_MAP;
    if (!(str_eq(file, STR("-")) ? read_stdin(s) : read_file(s, arena, file)))
        return false;
    fs_memory_init(&s->memory, arena);
    s->fs = &s->memory.fs;
    if (!config_map_read(buf_str(&s->bytes), arena, &s->memory, &found, &words)) {
        command_fail(s->args, "%.*s: %.*s", STR_ARG(s->name), STR_ARG(words));
        buf_free(&s->bytes);
        return false;
    }
    s->paths.config = found.config ? STR(CONFIG_MAP_CONFIG) : STR("");
    s->paths.plugins = found.plugins ? STR(CONFIG_MAP_PLUGINS) : STR("");
    s->paths.jobs = found.jobs ? STR(CONFIG_MAP_JOBS) : STR("");
    return true;
}

/* Deck shows the plugins on a page of their own; one that was started without them has no such page. */
static bool fetch_plugins(struct source *s, struct arena *arena, const struct fetch_options *options)
{
    struct str url = deck_plugin_url(s->given, arena);
    struct fetch_answer answer;
    bool there;

    if (!command_fetch_optional(s->args, url, options, arena, &answer, &there))
        return false;
    if (!there) {
        fprintf(stderr, "prowgate: there is no %.*s: plugins are not checked\n", STR_ARG(url));
        return true;
    }
    s->more = answer.body;
    s->paths.plugins = path_base(url);
    fs_memory_put(&s->memory, s->paths.plugins, buf_str(&s->more));
    return true;
}

bool source_fetch(struct source *s, struct arena *arena, const struct args *args)
{
    struct str path = fetch_shown(s->given), name = path_base(path);
    bool plugins = str_eq(name, STR("plugin-config")), config = str_eq(name, STR("config"));
    struct fetch_options options;
    struct fetch_answer answer;
    struct fetch_error error;

    s->kind = SOURCE_URL;
    s->name = path;
    if (!fetch_flags(args, arena, &options) || !command_fetch(args, s->given, &options, arena, &answer, &error))
        return false;
    s->bytes = answer.body;
    s->resolved = plugins || config;
    if (config ? !whole(s, arena) : !is_prows(s))
        return false;
    put_alone(s, arena, name, plugins || str_eq(name, STR("plugins.yaml")));
    if (!config || fetch_plugins(s, arena, &options))
        return true;
    buf_free(&s->bytes);
    return false;
}
