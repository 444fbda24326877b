// SPDX-License-Identifier: Apache-2.0
#define SD_JOURNAL_SUPPRESS_LOCATION // where a message comes from is known better than the handler's own place
#include "app/knockd/journald.h"

#include <cstdio>
#include <sys/stat.h>
#include <systemd/sd-journal.h>
#include <unistd.h>
#include <vector>

namespace knock::keeper {

namespace {

constexpr qsizetype longest = 4000;

/// As syslog(3) counts.
int priorityOf(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return 7;
    case QtInfoMsg:
        return 6;
    case QtWarningMsg:
        return 4;
    case QtCriticalMsg:
        return 3;
    case QtFatalMsg:
        return 2;
    }
    return 4;
}

const char *wordFor(QtMsgType type)
{
    switch (type) {
    case QtDebugMsg:
        return "debug";
    case QtInfoMsg:
        return "info";
    case QtWarningMsg:
        return "warning";
    case QtCriticalMsg:
        return "critical";
    case QtFatalMsg:
        return "fatal";
    }
    return "";
}

void toJournal(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArrayList fields = fieldsOf(type, context, message);
    std::vector<iovec> parts;
    for (const QByteArray &field : fields)
        parts.push_back({const_cast<char *>(field.constData()), size_t(field.size())});
    sd_journal_sendv(parts.data(), int(parts.size()));
}

// In one write, so that lines of several threads stay whole.
void toStandardError(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    const QByteArray line = lineOf(type, context, message);
    std::fwrite(line.constData(), 1, size_t(line.size()), stderr);
}

/// systemd.exec(5): JOURNAL_STREAM names the device and the file that standard error had when the program was begun.
bool isJournalBehind(int descriptor)
{
    struct stat file{};
    const QByteArray stream = qgetenv("JOURNAL_STREAM");
    return !stream.isEmpty() && fstat(descriptor, &file) == 0
        && stream == QByteArray::number(quint64(file.st_dev)) + ':' + QByteArray::number(quint64(file.st_ino));
}

} // namespace

void logToJournal() { qInstallMessageHandler(isJournalBehind(STDERR_FILENO) ? &toJournal : &toStandardError); }

QByteArrayList fieldsOf(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    QByteArrayList fields{"MESSAGE=" + message.first(std::min(message.size(), longest)).toUtf8(),
                          "PRIORITY=" + QByteArray::number(priorityOf(type)), "SYSLOG_IDENTIFIER=knockd",
                          QByteArray("KNOCK_CATEGORY=") + (context.category ? context.category : "default")};
    if (context.file) {
        fields << QByteArray("CODE_FILE=") + context.file << "CODE_LINE=" + QByteArray::number(context.line);
    }
    if (context.function)
        fields << QByteArray("CODE_FUNC=") + context.function;
    return fields;
}

QByteArray lineOf(QtMsgType type, const QMessageLogContext &context, const QString &message)
{
    QString text = message.first(std::min(message.size(), longest));
    for (QChar &letter : text) {
        if (letter.category() == QChar::Other_Control)
            letter = u' ';
    }
    return QByteArray(wordFor(type)) + ' ' + (context.category ? context.category : "default") + ": " + text.toUtf8()
        + '\n';
}

} // namespace knock::keeper
