create table if not exists zonitel_sms_seen (
	notification_id varchar(200) character set ascii collate ascii_bin not null,
	seen_at bigint not null,
	primary key (notification_id),
	index zonitel_sms_seen_at (seen_at)
) engine = InnoDB;

create table if not exists zonitel_sms_inbox (
	task_name varchar(100) character set ascii collate ascii_bin not null,
	task_instance varchar(200) character set ascii collate ascii_bin not null,
	task_data mediumblob,
	execution_time datetime(6) not null,
	picked boolean not null,
	picked_by varchar(50),
	last_success datetime(6),
	last_failure datetime(6),
	consecutive_failures int,
	last_heartbeat datetime(6),
	version bigint not null,
	primary key (task_name, task_instance),
	index zonitel_sms_inbox_due (execution_time),
	index zonitel_sms_inbox_beat (last_heartbeat)
) engine = InnoDB;
