create table zonitel_sms_seen (
	notification_id varchar2(200) not null,
	seen_at number(19) not null,
	primary key (notification_id)
);

create index zonitel_sms_seen_at on zonitel_sms_seen (seen_at);

create table zonitel_sms_inbox (
	task_name varchar2(100) not null,
	task_instance varchar2(200) not null,
	task_data blob,
	execution_time timestamp(6) with time zone not null,
	picked number(1) not null,
	picked_by varchar2(50),
	last_success timestamp(6) with time zone,
	last_failure timestamp(6) with time zone,
	consecutive_failures number(10),
	last_heartbeat timestamp(6) with time zone,
	version number(19) not null,
	primary key (task_name, task_instance)
);

create index zonitel_sms_inbox_due on zonitel_sms_inbox (execution_time);

create index zonitel_sms_inbox_beat on zonitel_sms_inbox (last_heartbeat);
