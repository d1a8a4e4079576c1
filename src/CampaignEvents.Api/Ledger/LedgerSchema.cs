using JasperFx;
using Marten;
using Weasel.Postgresql.Tables;

namespace CampaignEvents.Api.Ledger;

/// <summary>The tables beside Marten's own. Each read model's projection is the only one to write it.</summary>
internal static class LedgerSchema
{
    public const string Name = "campaign_events";
    public const string Signatories = $"{Name}.signatories";
    public const string Shares = $"{Name}.shares";
    public const string Messages = $"{Name}.received_messages";
    public const string Timeline = $"{Name}.timeline";
    public const string Tallies = $"{Name}.tallies";
    public const string MilestoneChanges = $"{Name}.milestone_changes";
    public const string RowSets = $"{Name}.row_sets";
    public const string Checkpoints = $"{Name}.checkpoints";
    public const string Scenarios = $"{Name}.scenarios";
    public const string Installation = $"{Name}.installation";
    public const string CampaignDocument = $"{Name}.mt_doc_campaign";
    public const string PageDocument = $"{Name}.mt_doc_campaignpage";
    public const string Streams = $"{Name}.mt_streams";
    public const string Events = $"{Name}.mt_events";

    public static void AddTables(StoreOptions options)
    {
        foreach (var table in (Table[])[SignatoryTable(), ShareTable(), MessageTable(), TimelineTable(), TallyTable(), MilestoneTable(), RowSetTable(), CheckpointTable(), ScenarioTable(), InstallationTable()])
            options.Storage.ExtendedSchemaObjects.Add(table);
    }

    // Wide columns first and nullable text last: a signatory row is half of what a signature costs on disk.
    private static Table SignatoryTable()
    {
        var table = new Table(Signatories);
        table.AddColumn("fingerprint", "uuid").AsPrimaryKey();
        table.AddColumn("signature_id", "uuid").NotNull().AddIndex(index => index.IsUnique = true);
        table.AddColumn("campaign_id", "uuid").NotNull();
        table.AddColumn("key", "uuid");
        table.AddColumn("count_then", "bigint");
        table.AddColumn("number", "integer");
        table.AddColumn("status", "smallint").NotNull();
        table.AddColumn("share_id", "uuid");
        table.AddColumn("country", "varchar(2)");
        table.AddColumn("channel", "varchar(32)");
        return table;
    }

    private static Table ShareTable()
    {
        var table = new Table(Shares);
        table.AddColumn("campaign_id", "uuid").AsPrimaryKey();
        table.AddColumn("share_id", "uuid").AsPrimaryKey();
        table.AddColumn("by_signature", "uuid");
        table.AddColumn("channel", "varchar(32)").NotNull();
        return table;
    }

    private static Table MessageTable()
    {
        var table = new Table(Messages);
        table.AddColumn("campaign_id", "uuid").AsPrimaryKey();
        table.AddColumn("message_id", "uuid").AsPrimaryKey();
        table.AddColumn("at", "timestamp with time zone").NotNull();
        table.Indexes.Add(new IndexDefinition("received_messages_in_time") { Columns = ["campaign_id", "at"] });
        return table;
    }

    private static Table TimelineTable()
    {
        var table = new Table(Timeline);
        table.AddColumn("set_id", "uuid").AsPrimaryKey();
        table.AddColumn("minute", "timestamp with time zone").AsPrimaryKey();
        table.AddColumn("block", "integer").AsPrimaryKey();
        foreach (var sum in (string[])["counted", "pending", "withdrawn", "invalidated", "external", "goal", "line"])
            table.AddColumn(sum, "bigint").NotNull();
        table.AddColumn("at", "timestamp with time zone").NotNull();
        table.AddColumn("closed", "boolean").NotNull();
        foreach (var moment in (string[])["opens_at", "closes_at", "last_signed_at"])
            table.AddColumn(moment, "timestamp with time zone");
        return table;
    }

    private static Table TallyTable()
    {
        var table = new Table(Tallies);
        table.AddColumn("set_id", "uuid").AsPrimaryKey();
        table.AddColumn("dimension", "smallint").AsPrimaryKey();
        // Bytes, so that pages come in the same order whatever the database's collation.
        table.AddColumn("key", "bytea").AsPrimaryKey();
        table.AddColumn("minute", "timestamp with time zone").AsPrimaryKey();
        table.AddColumn("block", "integer").AsPrimaryKey();
        table.AddColumn("count", "bigint").NotNull();
        return table;
    }

    private static Table MilestoneTable()
    {
        var table = new Table(MilestoneChanges);
        table.AddColumn("set_id", "uuid").AsPrimaryKey();
        table.AddColumn("line", "bigint").AsPrimaryKey();
        table.AddColumn("threshold", "bigint").NotNull();
        table.AddColumn("change", "smallint").NotNull();
        table.AddColumn("at", "timestamp with time zone").NotNull();
        table.AddColumn("count", "bigint").NotNull();
        table.AddColumn("by_line", "bigint").NotNull();
        table.AddColumn("signature_id", "uuid");
        table.AddColumn("source", "varchar(80)");
        return table;
    }

    private static Table RowSetTable()
    {
        var table = new Table(RowSets);
        table.AddColumn("campaign_id", "uuid").AsPrimaryKey();
        table.AddColumn("model", "varchar(20)").AsPrimaryKey();
        table.AddColumn("set_id", "uuid").AsPrimaryKey();
        table.AddColumn("is_current", "boolean").NotNull();
        return table;
    }

    private static Table CheckpointTable()
    {
        var table = new Table(Checkpoints);
        table.AddColumn("campaign_id", "uuid").AsPrimaryKey();
        table.AddColumn("line", "bigint").AsPrimaryKey();
        table.AddColumn("at", "timestamp with time zone").NotNull();
        table.AddColumn("state", "bytea").NotNull();
        return table;
    }

    private static Table ScenarioTable()
    {
        var table = new Table(Scenarios);
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("campaign_id", "uuid").NotNull().AddIndex();
        table.AddColumn("name", "varchar(100)").NotNull();
        table.AddColumn("rules", "text").NotNull();
        table.AddColumn("state", "varchar(10)").NotNull().AddIndex();
        table.AddColumn("cancel", "boolean").NotNull();
        table.AddColumn("takes", "integer").NotNull();
        foreach (var sum in (string[])["to_line", "lines", "per_second"])
            table.AddColumn(sum, "bigint").NotNull();
        table.AddColumn("asked_at", "timestamp with time zone").NotNull();
        foreach (var moment in (string[])["started_at", "finished_at"])
            table.AddColumn(moment, "timestamp with time zone");
        table.AddColumn("result", "text");
        table.AddColumn("error", "varchar(40)");
        return table;
    }

    private static Table InstallationTable()
    {
        var table = new Table(Installation);
        table.AddColumn("name", "varchar(40)").AsPrimaryKey();
        table.AddColumn("value", "bytea").NotNull();
        return table;
    }
}
