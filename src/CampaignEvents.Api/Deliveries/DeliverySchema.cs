using CampaignEvents.Api.Ledger;
using Marten;
using Weasel.Postgresql.Tables;

namespace CampaignEvents.Api.Deliveries;

/// <summary>The tables of the delivery log.</summary>
internal static class DeliverySchema
{
    public const string Deliveries = $"{LedgerSchema.Name}.deliveries";
    public const string Attempts = $"{LedgerSchema.Name}.delivery_attempts";
    public const string Turns = $"{LedgerSchema.Name}.receiver_turns";
    public const string Counts = $"{LedgerSchema.Name}.count_tellings";

    public static void AddTables(StoreOptions options)
    {
        foreach (var table in (Table[])[DeliveryTable(), AttemptTable(), TurnTable(), CountTable()])
            options.Storage.ExtendedSchemaObjects.Add(table);
    }

    private static Table DeliveryTable()
    {
        var table = new Table(Deliveries);
        table.AddColumn("id", "uuid").AsPrimaryKey();
        table.AddColumn("receiver_id", "uuid").NotNull();
        table.AddColumn("campaign_id", "uuid");
        table.AddColumn("line", "bigint");
        // The event's place in the whole store, in which a receiver is told.
        table.AddColumn("position", "bigint").NotNull();
        table.AddColumn("created_at", "timestamp with time zone").NotNull();
        table.AddColumn("next_at", "timestamp with time zone");
        table.AddColumn("attempts", "integer").NotNull();
        table.AddColumn("failures", "integer").NotNull();
        table.AddColumn("state", "smallint").NotNull();
        table.AddColumn("type", "varchar(40)").NotNull();
        table.Indexes.Add(new IndexDefinition("deliveries_waiting") { Columns = ["receiver_id", "next_at"], Predicate = "state = 1" });
        table.Indexes.Add(new IndexDefinition("deliveries_of_campaign") { Columns = ["campaign_id", "line"] });
        table.Indexes.Add(new IndexDefinition("deliveries_in_time") { Columns = ["created_at", "id"] });
        return table;
    }

    private static Table AttemptTable()
    {
        var table = new Table(Attempts);
        table.AddColumn("delivery_id", "uuid").AsPrimaryKey();
        table.AddColumn("number", "integer").AsPrimaryKey();
        table.AddColumn("at", "timestamp with time zone").NotNull();
        table.AddColumn("took_ms", "integer").NotNull();
        table.AddColumn("outcome", "smallint").NotNull();
        table.AddColumn("status", "integer");
        table.AddColumn("fault", "varchar(40)");
        table.AddColumn("answer", "text");
        return table;
    }

    private static Table CountTable()
    {
        var table = new Table(Counts);
        table.AddColumn("receiver_id", "uuid").AsPrimaryKey();
        table.AddColumn("campaign_id", "uuid").AsPrimaryKey();
        table.AddColumn("line", "bigint").NotNull();
        table.AddColumn("count", "bigint").NotNull();
        table.AddColumn("told_at", "timestamp with time zone").NotNull();
        return table;
    }

    private static Table TurnTable()
    {
        var table = new Table(Turns);
        table.AddColumn("receiver_id", "uuid").AsPrimaryKey();
        table.AddColumn("holder", "uuid");
        table.AddColumn("held_until", "timestamp with time zone");
        table.AddColumn("failures", "integer").NotNull();
        table.AddColumn("paused_until", "timestamp with time zone");
        table.AddColumn("wake_at", "timestamp with time zone");
        return table;
    }
}
