package crm

import "strconv"

// DeliveryState is how far one reminder is on its way through one channel.
type DeliveryState string

// States of a delivery. Unsure means that sending began and nobody knows whether it arrived: it is not sent again.
const (
	DeliveryQueued  DeliveryState = "queued"
	DeliverySending DeliveryState = "sending"
	DeliverySent    DeliveryState = "sent"
	DeliveryFailed  DeliveryState = "failed"
	DeliveryUnsure  DeliveryState = "unsure"
)

// Delivery is what an administrator sees of one: nothing of the business.
type Delivery struct {
	ID      int64         `json:"id"`
	State   DeliveryState `json:"state" enum:"queued,sending,sent,failed,unsure"`
	Tries   int64         `json:"tries"`
	Own     bool          `json:"own" doc:"发到被提醒人自己的邮箱"`
	Problem string        `json:"problem"`
	At      Instant       `json:"at"`
	EndedAt Instant       `json:"endedAt"`
}

// OutLine is one reminder in a message that goes out; Link is empty where the city has set no address of its own.
type OutLine struct {
	DeliveryID int64
	Text, Link string
}

// Outgoing is one message to one channel: some reminders together, so that a group is not flooded.
type Outgoing struct {
	Channel Channel
	UserID  int64 // the one person to whose mail it goes; 0 for the channel's own addresses
	Secret  ChannelSecret
	Hosts   OutHosts
	System  string // what the city calls the system
	Lines   []OutLine
}

// Outcome is how sending a message ended.
type Outcome struct {
	State   DeliveryState `json:"state" enum:"sent,failed,unsure"`
	Answer  string        `json:"answer" doc:"对方的答复"`
	Problem string        `json:"problem" doc:"没有发成的原因"`
	Again   bool          `json:"-"` // nothing has left: it may be tried again
}

// ObjectPath is the page of an object; the workbench for one that has none.
func ObjectPath(object string, id int64) string {
	base := map[string]string{"lead": "/leads/", "project": "/projects/", "visit": "/visits/", "company": "/companies/", "capital": "/capital/", "dispute": "/disputes/", "office": "/offices/"}[object]
	if base == "" || id == 0 {
		return "/"
	}
	return base + strconv.FormatInt(id, 10)
}
