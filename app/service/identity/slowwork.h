// SPDX-License-Identifier: Apache-2.0
#pragma once

#include <QObject>
#include <QThreadPool>

namespace knock::identity {

/// A few threads for what takes long, and a bounded queue before them.
class SlowWork final : public QObject
{
public:
    SlowWork(int threads, int mostWaiting, QObject *parent = nullptr)
        : QObject(parent)
        , m_most(threads + mostWaiting)
    {
        m_pool.setMaxThreadCount(threads);
    }
    /// What has not begun is given up; what has begun is waited for, and its result is nobody's.
    ~SlowWork() override
    {
        m_pool.clear();
        m_pool.waitForDone();
    }

    [[nodiscard]] bool hasRoom() const { return m_inHand < m_most; }

    /// Only while it hasRoom(). \a work is called on another thread, \a then with its result on this object's.
    template <typename Work, typename Then>
    void run(Work work, Then then)
    {
        ++m_inHand;
        m_pool.start([this, work = std::move(work), then = std::move(then)] {
            const auto finish = [this, result = work(), then] {
                --m_inHand;
                then(result);
            };
            QMetaObject::invokeMethod(this, finish, Qt::QueuedConnection);
        });
    }

private:
    int m_most;
    int m_inHand = 0;
    QThreadPool m_pool;
};

} // namespace knock::identity
