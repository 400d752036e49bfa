package server

import (
	"context"

	"yinfeng/crm"
)

func (s *Server) channelRoutes() {
	get(s, "/channels", need(crm.ActManageSettings), "提醒通道，不含密码", s.handleChannelList)
	post(s, "/channels", need(crm.ActManageSettings), "新建提醒通道", s.handleChannelAdd)
	put(s, "/channels/{id}", need(crm.ActManageSettings), "修改提醒通道；密码不填为不改", s.handleChannelPut)
	del(s, "/channels/{id}", need(crm.ActManageSettings), "删除提醒通道，抹去密码", s.handleChannelDrop)
	post(s, "/channels/{id}/test", need(crm.ActManageSettings), "发一条测试消息，给出对方的答复", s.handleChannelTest)
	get(s, "/channels/{id}/deliveries", need(crm.ActManageSettings), "最近的发送，只有时间和状态", s.handleDeliveries)
}

func (s *Server) handleChannelList(ctx context.Context, v crm.Viewer, _ *Empty) (Items[crm.Channel], error) {
	list, err := s.store.Channels(ctx, v)
	return Items[crm.Channel]{list}, err
}

func (s *Server) handleChannelAdd(ctx context.Context, v crm.Viewer, in *Of[crm.ChannelInput]) (crm.Channel, error) {
	return s.store.PutChannel(ctx, v, 0, in.Body)
}

func (s *Server) handleChannelPut(ctx context.Context, v crm.Viewer, in *IDOf[crm.ChannelInput]) (crm.Channel, error) {
	return s.store.PutChannel(ctx, v, in.ID, in.Body)
}

func (s *Server) handleChannelDrop(ctx context.Context, v crm.Viewer, in *VersionInput) (none, error) {
	return none{}, s.store.DropChannel(ctx, v, in.ID, in.Version)
}

// handleChannelTest sends at once, beside the queue: who presses the button waits for the other side's answer.
func (s *Server) handleChannelTest(ctx context.Context, v crm.Viewer, in *IDParam) (crm.Outcome, error) {
	o, err := s.store.ChannelToTest(ctx, v, in.ID)
	if err != nil {
		return crm.Outcome{}, err
	}
	n := note{title: o.System + "：测试消息", lines: []crm.OutLine{{Text: "收到这一条，说明提醒通道“" + o.Channel.Name + "”可以使用"}}}
	return deliver(ctx, o, n, s.store.Clock().Now()), nil
}

// DeliveryListInput pages through a channel's deliveries.
type DeliveryListInput struct {
	IDParam
	ListParams
}

func (s *Server) handleDeliveries(ctx context.Context, v crm.Viewer, in *DeliveryListInput) (crm.List[crm.Delivery], error) {
	return s.store.Deliveries(ctx, v, in.ID, in.page())
}
